//! A picture in the size that fits, with its placeholder below it until it is there.

use imagime_shared::post::PostImage;
use leptos::{html::Canvas, prelude::*};
use wasm_bindgen::{Clamped, JsCast};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ImageData};

use crate::{
    components::{Icon, IconView},
    text::shell,
};

/// A picture. It keeps its place from the first moment on, so that nothing jumps.
#[component]
pub fn Picture(
    /// Its sizes.
    image: PostImage,
    /// What it shows, for those who do not see it.
    #[prop(into)]
    alt: String,
    /// How wide it will stand, as in the attribute `sizes`.
    sizes: &'static str,
    /// Blurred until asked for.
    #[prop(optional)]
    sensitive: bool,
    /// Load it before everything else.
    #[prop(optional)]
    eager: bool,
) -> impl IntoView {
    let canvas = NodeRef::<Canvas>::new();
    let loaded = RwSignal::new(false);
    let broken = RwSignal::new(false);
    let hidden = RwSignal::new(sensitive);
    let thumbhash = image.thumbhash.clone();
    Effect::new(move |_| {
        if let Some(canvas) = canvas.get() {
            // Without a placeholder the plain surface shows.
            paint(&canvas, &thumbhash);
        }
    });
    let srcset = image.variants.iter().map(|v| format!("{} {}w", v.url, v.width)).collect::<Vec<_>>().join(", ");
    let alt = if alt.is_empty() { shell::NO_ALT.to_owned() } else { alt };
    view! {
        <div
            class="picture"
            class:picture--loaded=move || loaded.get()
            class:picture--hidden=move || hidden.get()
            style:--aspect=format!("{} / {}", image.width.max(1), image.height.max(1))
        >
            <canvas class="picture__thumb" node_ref=canvas aria-hidden="true"></canvas>
            <img
                class="picture__image"
                alt=alt
                width=image.width.to_string()
                height=image.height.to_string()
                sizes=sizes
                srcset=srcset
                src=image.url
                decoding="async"
                loading=if eager { "eager" } else { "lazy" }
                fetchpriority=eager.then_some("high")
                aria-hidden=move || hidden.get().then_some("true")
                on:load=move |_| loaded.set(true)
                on:error=move |_| broken.set(true)
            />
            <Show when=move || broken.get()>
                <p class="picture__broken">{shell::PICTURE_GONE}</p>
            </Show>
            <Show when=move || hidden.get()>
                <div class="picture__veil">
                    <p>{shell::SENSITIVE}</p>
                    <button type="button" class="button picture__reveal" on:click=move |_| hidden.set(false)>
                        <IconView icon=Icon::Eye />
                        {shell::REVEAL}
                    </button>
                </div>
            </Show>
        </div>
    }
}

/// Draws a ThumbHash (base64) onto a canvas of its own size; CSS stretches it.
fn paint(canvas: &HtmlCanvasElement, thumbhash: &str) -> Option<()> {
    let binary = window().atob(thumbhash).ok()?;
    let hash: Vec<u8> = binary.chars().map(|c| c as u8).collect();
    let (width, height, rgba) = thumbhash::thumb_hash_to_rgba(&hash).ok()?;
    canvas.set_width(width as u32);
    canvas.set_height(height as u32);
    let context = canvas.get_context("2d").ok()??.dyn_into::<CanvasRenderingContext2d>().ok()?;
    let data = ImageData::new_with_u8_clamped_array_and_sh(Clamped(&rgba), width as u32, height as u32).ok()?;
    context.put_image_data(&data, 0.0, 0.0).ok()
}
