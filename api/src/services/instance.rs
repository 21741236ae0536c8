//! What the instance says of itself.

use imagime_shared::{
    instance::{Instance, Limits, Source, SourceKind, SourceState},
    page,
    source::{LOCAL, STARTER},
    validation,
};

use crate::{
    config::{AccountConfig, QuotaConfig},
    idempotency,
    music::folder::{self, Folder},
    outside_keywords,
    remote::Rest,
    state::AppState,
    views,
};

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
    let source = |name: &str, kind, state, message| Source {
        name: name.into(),
        kind,
        state,
        message,
        tracks: None,
        scanned_at: None,
        rests_until: None,
    };
    let mut sources = vec![
        source(LOCAL, SourceKind::Keywords, SourceState::Ready, None),
        source(STARTER, SourceKind::Songs, catalogue, message),
    ];
    sources.extend(state.folder.as_deref().map(folder_source));
    let analyser = state.keywords.everypixel();
    sources.extend(
        analyser.map(|one| outside(SourceKind::Keywords, outside_keywords::SOURCE, "Everypixel", one.remote().rest())),
    );
    sources.extend(state.music.sources().iter().map(|one| {
        let shown = outside(SourceKind::Songs, one.name(), one.title(), one.rest());
        if state.music.is_quiet(one) { Source { message: None, ..shown } } else { shown }
    }));
    Instance {
        name: "Imagime".into(),
        version: env!("CARGO_PKG_VERSION").into(),
        limits: limits(&state.config.accounts, &state.config.quotas),
        sources,
    }
}

/// What is fixed, and what these settings allow.
pub fn limits(accounts: &AccountConfig, quotas: &QuotaConfig) -> Limits {
    Limits {
        image_bytes: validation::IMAGE_BYTES,
        avatar_bytes: validation::AVATAR_BYTES,
        image_types: validation::IMAGE_TYPES.map(str::to_owned).to_vec(),
        jpeg_pixels: 64_000_000,
        image_pixels: 40_000_000,
        image_side: imagime_engine::imaging::MAX_SIDE,
        image_link_chars: validation::LINK_CHARS as u32,
        json_bytes: validation::JSON_BYTES as u64,
        description_chars: validation::DESCRIPTION_CHARS as u32,
        alt_text_chars: validation::ALT_TEXT_CHARS as u32,
        comment_chars: validation::COMMENT_CHARS as u32,
        bio_chars: validation::BIO_CHARS as u32,
        rematch_keywords: validation::KEYWORDS as u32,
        page_rows: page::MAX_LIMIT,
        playlist_songs: validation::PLAYLIST_SONGS as u32,
        playlist_added_songs: validation::PLAYLIST_ADDED_SONGS as u32,
        idempotency_hours: idempotency::KEPT_HOURS,
        requests_per_minute: Some(quotas.requests_per_minute).filter(|most| *most > 0),
        login_failures: accounts.login_failures,
        registrations_per_hour: accounts.registrations_per_hour,
        posts_per_day: quotas.posts_per_day,
        comments_per_five_minutes: quotas.comments_per_five_minutes,
        name_changes_per_hour: quotas.name_changes_per_hour,
        rematches_per_hour: quotas.rematches_per_hour,
        shares_per_post: quotas.shares_per_post,
        playlists: quotas.playlists,
        tokens: quotas.tokens,
        exports_per_hour: quotas.exports_per_hour,
    }
}

fn folder_source(folder: &Folder) -> Source {
    let status = folder.status();
    let (state, message) = match (status.away, status.scanned_at, status.progress) {
        (true, ..) => (SourceState::Resting, Some("The music folder cannot be read at the moment.".to_owned())),
        (false, None, None) => (SourceState::Starting, Some("The music folder is being looked at.".to_owned())),
        (false, None, Some((read, total))) => {
            (SourceState::Starting, Some(format!("{read} of {total} files of the music folder are read.")))
        }
        (false, Some(_), _) => (SourceState::Ready, None),
    };
    Source {
        name: folder::PROVIDER.into(),
        kind: SourceKind::Songs,
        state,
        message,
        tracks: status.scanned_at.map(|_| status.tracks),
        scanned_at: status.scanned_at.map(views::timestamp),
        rests_until: None,
    }
}

/// A rest is told with its end; why it rests is nobody's business but the operator's, who finds it in the log.
fn outside(kind: SourceKind, name: &str, title: &str, rest: Option<Rest>) -> Source {
    let (state, message, until) = match rest {
        None => (SourceState::Ready, None, None),
        Some(Rest::Until(time)) => {
            (SourceState::Resting, Some(format!("{title} does not answer for now.")), Some(time))
        }
        Some(Rest::Probing) => {
            (SourceState::Resting, Some(format!("{title} is being asked whether it is back.")), None)
        }
        Some(Rest::Off(reason)) => (SourceState::Off, Some(format!("{reason}.")), None),
    };
    Source {
        name: name.into(),
        kind,
        state,
        message,
        tracks: None,
        scanned_at: None,
        rests_until: until.map(views::timestamp),
    }
}

/// True when the database answers.
pub async fn database_answers(state: &AppState) -> bool {
    state.db.run(|conn| Ok(crate::db::ping(conn)?)).await.is_ok()
}

#[cfg(test)]
mod tests {
    use imagime_engine::{analysis, catalogue};

    use super::*;

    #[test]
    fn the_engine_calls_its_own_sources_as_the_contract_does() {
        assert_eq!((analysis::SOURCE, catalogue::PROVIDER), (LOCAL, STARTER));
    }
}
