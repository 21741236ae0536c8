//! The page takes on the colour of the picture it shows.
//!
//! One hue and one chroma go to the root element; styles/tokens.css derives every surface, line, text and accent from them,
//! with lightness fixed per theme, so that contrast does not depend on the picture.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// Context: the tint.
#[derive(Clone, Copy)]
pub struct Tint {
    colour: RwSignal<Option<(f32, f32)>>,
}

/// Most chroma that a picture may give; more would shout.
const MOST_CHROMA: f32 = 0.11;
/// Below this a picture counts as grey and its hue means nothing.
const GREY: f32 = 0.02;

impl Tint {
    /// Makes it and provides it as a context.
    pub fn provide() -> Self {
        let tint = Self { colour: RwSignal::new(None) };
        provide_context(tint);
        Effect::new(move |_| apply(tint.colour.get()));
        tint
    }

    /// Takes the tint from a palette of `#rrggbb`, most important first.
    pub fn set(self, palette: &[String]) {
        let tint = of_palette(palette);
        // Equal values would run the transition again.
        if self.colour.with_untracked(|old| *old != tint) {
            self.colour.set(tint);
        }
    }

    /// Goes back to the product's own colour.
    pub fn clear(self) {
        self.colour.set(None);
    }
}

/// The tint.
pub fn use_tint() -> Tint {
    expect_context()
}

/// Hue in degrees and chroma (OKLCH) of the colour that speaks for a palette; None for an empty or unreadable one.
fn of_palette(palette: &[String]) -> Option<(f32, f32)> {
    let colours: Vec<_> = palette.iter().filter_map(|text| oklch(text)).collect();
    let strongest = colours.iter().enumerate().max_by(|a, b| strength(a).total_cmp(&strength(b)))?.1;
    let (_, chroma, hue) = *strongest;
    // A grey picture gives a grey page: the hue stays the product's, all but uncoloured.
    if chroma < GREY { Some((28.0, 0.012)) } else { Some((hue, (chroma * 0.8).clamp(0.03, MOST_CHROMA))) }
}

/// Colourful, neither black nor white, and early in the palette.
fn strength((place, (lightness, chroma, _)): &(usize, &(f32, f32, f32))) -> f32 {
    let middle = 1.0 - (lightness - 0.6).abs();
    chroma * middle / (1.0 + 0.35 * *place as f32)
}

/// Lightness, chroma and hue of `#rrggbb` in OKLCH (Björn Ottosson, 2020).
fn oklch(text: &str) -> Option<(f32, f32, f32)> {
    let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6)?;
    let number = u32::from_str_radix(digits, 16).ok()?;
    let linear = |shift: u32| {
        let value = ((number >> shift) & 255) as f32 / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    let (r, g, b) = (linear(16), linear(8), linear(0));
    let l = (0.412_221_46 * r + 0.536_332_55 * g + 0.051_445_995 * b).cbrt();
    let m = (0.211_903_5 * r + 0.680_699_5 * g + 0.107_396_96 * b).cbrt();
    let s = (0.088_302_46 * r + 0.281_718_85 * g + 0.629_978_7 * b).cbrt();
    let lightness = 0.210_454_26 * l + 0.793_617_8 * m - 0.004_072_047 * s;
    let a = 1.977_998_5 * l - 2.428_592_2 * m + 0.450_593_7 * s;
    let b = 0.025_904_037 * l + 0.782_771_77 * m - 0.808_675_77 * s;
    Some((lightness, a.hypot(b), b.atan2(a).to_degrees().rem_euclid(360.0)))
}

fn apply(tint: Option<(f32, f32)>) {
    let root = document().document_element().and_then(|root| root.dyn_into::<web_sys::HtmlElement>().ok());
    let Some(style) = root.map(|root| root.style()) else { return };
    if let Some((hue, chroma)) = tint {
        style.set_property("--tint-h", &format!("{hue:.1}")).ok();
        style.set_property("--tint-c", &format!("{chroma:.3}")).ok();
    } else {
        style.remove_property("--tint-h").ok();
        style.remove_property("--tint-c").ok();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn palette(colours: &[&str]) -> Option<(f32, f32)> {
        of_palette(&colours.iter().map(ToString::to_string).collect::<Vec<_>>())
    }

    #[test]
    fn known_colours_have_their_published_hues() {
        // CSS Color 4 gives red as oklch(62.8% .2577 29.23) and blue as oklch(45.2% .3132 264.05).
        let (l, c, h) = oklch("#ff0000").unwrap_or_default();
        assert!((l - 0.628).abs() < 0.002 && (c - 0.2577).abs() < 0.002 && (h - 29.23).abs() < 0.2, "{l} {c} {h}");
        let (l, c, h) = oklch("#0000ff").unwrap_or_default();
        assert!((l - 0.452).abs() < 0.002 && (c - 0.3132).abs() < 0.002 && (h - 264.05).abs() < 0.2, "{l} {c} {h}");
    }

    #[test]
    fn a_colour_wins_over_black_and_white() {
        let (hue, chroma) = palette(&["#0a0a0a", "#fafafa", "#b5461e"]).unwrap_or_default();
        assert!((30.0..60.0).contains(&hue) && chroma > 0.05, "{hue} {chroma}");
    }

    #[test]
    fn grey_pictures_give_grey_pages_and_nonsense_gives_none() {
        assert_eq!(palette(&["#808080", "#202020"]), Some((28.0, 0.012)));
        assert_eq!(palette(&["red", "#12"]), None);
        assert_eq!(palette(&[]), None);
    }

    #[test]
    fn chroma_stays_within_what_the_tokens_allow() {
        for colour in ["#ff0000", "#00ff00", "#0000ff", "#ffff00", "#ff00ff"] {
            let (_, chroma) = palette(&[colour]).unwrap_or_default();
            assert!(chroma <= MOST_CHROMA, "{colour} {chroma}");
        }
    }
}
