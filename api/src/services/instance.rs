//! What the instance says of itself.

use imagime_shared::{
    instance::{Instance, Limits, Source, SourceKind, SourceState},
    page, validation,
};

use crate::state::AppState;

/// Name, version, limits and the state of the sources.
pub fn describe(state: &AppState) -> Instance {
    let (ready, all) = state.previews.progress();
    let (catalogue, message) = if ready < all {
        (
            SourceState::Starting,
            Some(format!("{ready} of {all} previews are ready; the others are made when they are asked for.")),
        )
    } else {
        (SourceState::Ready, None)
    };
    let source = |name: &str, kind, state, message| Source { name: name.into(), kind, state, message };
    Instance {
        name: "Imagime".into(),
        version: env!("CARGO_PKG_VERSION").into(),
        limits: Limits {
            image_bytes: validation::IMAGE_BYTES,
            jpeg_pixels: 64_000_000,
            image_pixels: 40_000_000,
            image_side: imagime_engine::imaging::MAX_SIDE,
            description_chars: validation::DESCRIPTION_CHARS as u32,
            alt_text_chars: validation::ALT_TEXT_CHARS as u32,
            page_rows: page::MAX_LIMIT,
        },
        sources: vec![
            source("local", SourceKind::Keywords, SourceState::Ready, None),
            source("starter", SourceKind::Songs, catalogue, message),
        ],
    }
}

/// True when the database answers.
pub async fn database_answers(state: &AppState) -> bool {
    state.db.run(|conn| Ok(crate::db::ping(conn)?)).await.is_ok()
}
