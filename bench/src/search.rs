//! Search by words of every sort.

use anyhow::ensure;
use imagime_shared::paths;

use crate::{lists::encoded, samples::Asker};

/// Requests of each class that are timed.
const ROUNDS: usize = 51;
/// What the worst class may cost, in best ones.
const LIMIT: f64 = 5.0;
/// Stands nowhere, and nothing is like it.
const NOWHERE: &str = "xyzzyplugh";
/// Words as `imagime seed` spreads them: places by rank of frequency, and what photographs show.
const CLASSES: [(&str, &str); 9] = [
    ("in most pictures' words", "colours"),
    ("frequent", "river"),
    ("rare", "zelquinlo"),
    ("hardly ever", "zelquinmi"),
    ("two frequent ones", "morning light"),
    ("a frequent and a rare one", "river zelquinlo"),
    ("the beginning of a word", "har"),
    ("mistyped", "harbuor"),
    ("in nothing", NOWHERE),
];

/// Prints how long the search and the first page of posts take for each class.
pub async fn measure(asker: &Asker) -> anyhow::Result<()> {
    println!("{:<28} {:>12} {:>12}", "words", "search ms", "posts ms");
    let (mut grouped, mut posts) = (Vec::new(), Vec::new());
    for (class, words) in CLASSES {
        let q = encoded(words);
        let paths = [format!("{}?q={q}", paths::SEARCH), format!("{}?q={q}", paths::POSTS)];
        asker.medians(&paths, 3).await?;
        let medians = asker.medians(&paths, ROUNDS).await?;
        if let [search, list] = medians.as_slice() {
            println!("{class:<28} {search:>12.2} {list:>12.2}");
            // An answer without a row has nothing to look up and to write: it is no measure for the others.
            if words != NOWHERE {
                grouped.push(*search);
                posts.push(*list);
            }
        }
    }
    for (what, times) in [("search", grouped), ("posts", posts)] {
        let best = times.iter().copied().fold(f64::INFINITY, f64::min);
        let worst = times.iter().copied().fold(0.0, f64::max);
        println!("{what}: the worst class takes {:.1} times the best", worst / best);
        ensure!(worst < LIMIT * best, "{what}: the worst class takes more than {LIMIT} times the best");
    }
    Ok(())
}
