//! The table, and what must be reached.

use crate::labels::{Kind, Part};
use crate::metrics::{mean, share};
use crate::pictures::Look;
use crate::pools::{Outcome, Page};
use crate::synthetic::Painted;

/// A line of the table.
pub struct Row {
    name: &'static str,
    tune: f32,
    held: f32,
    /// What the baseline gets on both parts, where there is one.
    baseline: Option<(f32, f32)>,
    bound: Bound,
}

/// What a metric must reach, on both parts.
#[derive(Clone, Copy)]
enum Bound {
    AtLeast(f32),
    AtMost(f32),
    /// Told, not judged.
    None,
}

impl Row {
    /// Whether both parts reach the threshold.
    pub fn passes(&self) -> bool {
        // A share of counted things is exact up to rounding.
        const ROUNDING: f32 = 1e-4;
        [self.tune, self.held].iter().all(|&value| match self.bound {
            Bound::AtLeast(least) => value >= least - ROUNDING,
            Bound::AtMost(most) => value <= most + ROUNDING,
            Bound::None => true,
        })
    }
}

/// What the pictures tell.
pub fn picture_rows(looks: &[Look], painted: &[Painted]) -> Vec<Row> {
    let row = |name, bound, value: &dyn Fn(&mut dyn Iterator<Item = &Look>) -> f32| {
        let on = |part: Part| value(&mut looks.iter().filter(move |look| look.label.part == part));
        Row { name, tune: on(Part::Tune), held: on(Part::Held), baseline: None, bound }
    };
    let photo = |look: &&Look| look.label.kind == Kind::Photo;
    let plain = |look: &&Look| matches!(look.label.kind, Kind::Texture | Kind::Abstract);
    let drawing = |look: &&Look| look.label.kind == Kind::Drawing;
    let colours = share(painted.iter().map(|one| one.right));
    vec![
        row("keyword precision@5 where it speaks", Bound::AtLeast(0.85), &|looks| {
            mean(looks.filter(photo).filter(|look| look.speaks()).map(Look::precision))
        }),
        row("photographs it speaks of", Bound::None, &|looks| share(looks.filter(photo).map(Look::speaks))),
        row("silence on textures and abstracts", Bound::AtLeast(1.0), &|looks| {
            share(looks.filter(plain).map(|look| !look.speaks()))
        }),
        row("drawings: silent or right", Bound::None, &|looks| {
            share(looks.filter(drawing).map(|look| look.precision() >= 1.0))
        }),
        row("mood on the expected side", Bound::None, &|looks| share(looks.filter(photo).map(Look::feels_right))),
        Row {
            name: "colours of painted pictures",
            tune: colours,
            held: colours,
            baseline: None,
            bound: Bound::AtLeast(1.0),
        },
    ]
}

/// What the pools tell.
pub fn song_rows(outcomes: &[Outcome]) -> Vec<Row> {
    let row = |name, bound, value: &dyn Fn(&mut dyn Iterator<Item = &Page>) -> f32| {
        let on = |part: Part, page: fn(&Outcome) -> &Page| {
            value(&mut outcomes.iter().filter(move |outcome| outcome.part == part).map(page))
        };
        let baseline = Some((on(Part::Tune, |o| &o.baseline), on(Part::Held, |o| &o.baseline)));
        Row { name, tune: on(Part::Tune, |o| &o.ours), held: on(Part::Held, |o| &o.ours), baseline, bound }
    };
    let gain = row("nDCG@10", Bound::AtLeast(0.75), &|pages| mean(pages.map(|page| page.ndcg)));
    let (tune, held) = gain.baseline.unwrap_or_default();
    let margin = Row {
        name: "nDCG@10 above the baseline",
        tune: gain.tune - tune,
        held: gain.held - held,
        baseline: None,
        bound: Bound::AtLeast(0.20),
    };
    vec![
        gain,
        margin,
        row("noise in the first ten", Bound::AtMost(0.0), &|pages| mean(pages.map(|page| page.noise))),
        row("pools with 8 artists in the first ten", Bound::AtLeast(1.0), &|pages| {
            share(pages.map(|page| page.enough_artists))
        }),
        row("pools with 3 facets in the first ten", Bound::AtLeast(1.0), &|pages| {
            share(pages.map(|page| page.enough_facets))
        }),
        row("songs by the artist's name only", Bound::AtMost(0.05), &|pages| mean(pages.map(|page| page.artist_only))),
    ]
}

/// The rows as a table.
pub fn table(rows: &[Row]) -> String {
    let mut lines =
        vec![format!("{:<40}{:>8}{:>10}{:>18}{:>12}", "metric", "tuning", "held out", "baseline", "threshold")];
    for row in rows {
        let baseline = row.baseline.map_or("-".into(), |(tune, held)| format!("{tune:.3} / {held:.3}"));
        let bound = match row.bound {
            Bound::AtLeast(least) => format!(">= {least:.2}"),
            Bound::AtMost(most) => format!("<= {most:.2}"),
            Bound::None => "-".into(),
        };
        let verdict = if row.passes() { "" } else { "  FAILS" };
        lines.push(format!("{:<40}{:>8.3}{:>10.3}{baseline:>18}{bound:>12}{verdict}", row.name, row.tune, row.held));
    }
    lines.join("\n") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(tune: f32, held: f32, bound: Bound) -> Row {
        Row { name: "x", tune, held, baseline: None, bound }
    }

    #[test]
    fn both_parts_must_reach_the_threshold() {
        assert!(row(0.9, 0.85, Bound::AtLeast(0.85)).passes());
        assert!(!row(0.9, 0.84, Bound::AtLeast(0.85)).passes());
        assert!(!row(0.2, 0.9, Bound::AtLeast(0.85)).passes());
        assert!(!row(0.0, 0.1, Bound::AtMost(0.0)).passes());
        assert!(table(&[row(0.1, 0.1, Bound::AtLeast(0.5))]).contains("FAILS"));
    }
}
