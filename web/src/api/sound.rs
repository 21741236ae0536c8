//! The bytes of a preview, for drawing it.

use gloo_net::http::Request;
use js_sys::ArrayBuffer;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AudioBuffer, OfflineAudioContext};

/// Samples of the first channel of a sound file, -1 to 1; None when it cannot be had or read. Drawing is not worth an error.
pub async fn samples(url: &str) -> Option<Vec<f32>> {
    let response = Request::get(url).send().await.ok().filter(gloo_net::http::Response::ok)?;
    let bytes = response.binary().await.ok()?;
    let buffer: ArrayBuffer = js_sys::Uint8Array::from(bytes.as_slice()).buffer();
    // An offline context decodes without making a sound, and without waiting for a click.
    let context = OfflineAudioContext::new_with_number_of_channels_and_length_and_sample_rate(1, 1, 22_050.0).ok()?;
    let decoded = JsFuture::from(context.decode_audio_data(&buffer).ok()?).await.ok()?;
    decoded.dyn_into::<AudioBuffer>().ok()?.get_channel_data(0).ok()
}
