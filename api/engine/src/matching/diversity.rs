//! Step six: a first page that is not ten times the same song.

use std::cmp::Ordering;

use super::mood::closeness;
use super::weights::Weights;

/// What the rules of variety look at, in numbers.
#[derive(Clone, Debug)]
pub(super) struct Traits {
    /// Fit, 0 to 1, mood matches lowered.
    pub standing: f32,
    /// Orders equals.
    pub lot: u64,
    /// The artist, hashed.
    pub artist: u64,
    /// The album, hashed; none for collections.
    pub album: Option<u64>,
    /// The first genre, hashed.
    pub genre: Option<u64>,
    /// Mood, when known.
    pub mood: Option<(f32, f32)>,
    /// One bit for each keyword that speaks for it.
    pub keywords: u64,
    /// One bit for each facet that it speaks to.
    pub facets: u32,
}

/// Standings closer than this are equals, and the lot decides.
const GRAIN: f32 = 0.002;

/// The order in which to show songs: the first page by relevance and variety, all others by standing.
pub(super) fn order(songs: &[Traits], weights: &Weights) -> Vec<usize> {
    let mut rest: Vec<usize> = (0..songs.len()).collect();
    rest.sort_by(|&a, &b| before(songs, a, b));
    let mut page = first_page(songs, &rest, weights);
    cover_facets(songs, &rest, &mut page, weights);
    let mut chosen = vec![false; songs.len()];
    for &at in &page {
        if let Some(mark) = chosen.get_mut(at) {
            *mark = true;
        }
    }
    rest.retain(|&at| !chosen.get(at).copied().unwrap_or_default());
    page.append(&mut rest);
    page
}

/// Standing in grains downwards, then the lot.
fn before(songs: &[Traits], a: usize, b: usize) -> Ordering {
    let key = |at: usize| songs.get(at).map_or((0, 0), |song| ((song.standing / GRAIN) as u32, song.lot));
    let ((standing_a, lot_a), (standing_b, lot_b)) = (key(a), key(b));
    standing_b.cmp(&standing_a).then(lot_a.cmp(&lot_b)).then(a.cmp(&b))
}

/// Maximal marginal relevance under the caps; where a cap leaves nothing, albums give way first, then artists.
fn first_page(songs: &[Traits], ranked: &[usize], weights: &Weights) -> Vec<usize> {
    let best = songs.iter().map(|song| song.standing).fold(f32::EPSILON, f32::max);
    let mut page: Vec<usize> = Vec::with_capacity(weights.first_page);
    let mut open: Vec<(usize, f32)> = ranked.iter().map(|&at| (at, 0.0)).collect();
    while page.len() < weights.first_page && !open.is_empty() {
        let fits = |caps: Caps| {
            let mut choice: Option<(usize, f32)> = None;
            for (place, &(at, likeness)) in open.iter().enumerate() {
                let Some(song) = songs.get(at) else { continue };
                let worth = weights.mmr_lambda * song.standing / best - (1.0 - weights.mmr_lambda) * likeness;
                // The list is in order, so among equals the first one stays.
                if choice.is_none_or(|(_, known)| worth > known) && allowed(songs, &page, song, caps, weights) {
                    choice = Some((place, worth));
                }
            }
            choice
        };
        let choice = fits(Caps::All).or_else(|| fits(Caps::Artists)).or_else(|| fits(Caps::None));
        let Some((place, _)) = choice else { break };
        let (chosen, _) = open.remove(place);
        page.push(chosen);
        let Some(chosen) = songs.get(chosen) else { break };
        for (at, likeness) in &mut open {
            if let Some(song) = songs.get(*at) {
                *likeness = likeness.max(alike(song, chosen));
            }
        }
    }
    page
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Caps {
    All,
    Artists,
    None,
}

fn allowed(songs: &[Traits], page: &[usize], song: &Traits, caps: Caps, weights: &Weights) -> bool {
    let count = |same: &dyn Fn(&Traits) -> bool| {
        page.iter().filter_map(|&at| songs.get(at)).filter(|other| same(other)).count()
    };
    let artist_free = caps == Caps::None || count(&|other| other.artist == song.artist) < weights.per_artist;
    let album_free =
        caps != Caps::All || song.album.is_none() || count(&|other| other.album == song.album) < weights.per_album;
    artist_free && album_free
}

/// How much two songs are the same to a listener, 0 to 1.
fn alike(one: &Traits, other: &Traits) -> f32 {
    let same = |yes: bool, worth: f32| if yes { worth } else { 0.0 };
    let shared = (one.keywords & other.keywords).count_ones() as f32;
    let all = (one.keywords | other.keywords).count_ones().max(1) as f32;
    let mood = match (one.mood, other.mood) {
        (Some(one), Some(other)) => closeness(one, other, 0.3),
        _ => 0.0,
    };
    same(one.artist == other.artist, 0.45)
        + same(one.album.is_some() && one.album == other.album, 0.15)
        + same(one.genre.is_some() && one.genre == other.genre, 0.15)
        + 0.1 * shared / all
        + 0.15 * mood
}

/// Gives up the least fitting songs of the page for ones that speak to a side of the picture nobody speaks to yet.
fn cover_facets(songs: &[Traits], ranked: &[usize], page: &mut [usize], weights: &Weights) {
    let facets_of =
        |page: &[usize]| page.iter().filter_map(|&at| songs.get(at)).fold(0, |facets, song| facets | song.facets);
    while facets_of(page).count_ones() < weights.facets {
        let covered = facets_of(page);
        let newcomers = ranked.iter().copied().filter(|at| !page.contains(at));
        let swap =
            newcomers.filter(|&at| songs.get(at).is_some_and(|song| song.facets & !covered != 0)).find_map(|new| {
                let song = songs.get(new)?;
                // From the end of the page, where the least is lost; never one that alone speaks to its facet.
                (1..page.len()).rev().find_map(|place| {
                    let others: Vec<usize> =
                        page.iter().copied().enumerate().filter(|&(at, _)| at != place).map(|(_, at)| at).collect();
                    let keeps = facets_of(&others) == covered && allowed(songs, &others, song, Caps::All, weights);
                    keeps.then_some((place, new))
                })
            });
        let Some((place, new)) = swap else { return };
        if let Some(seat) = page.get_mut(place) {
            *seat = new;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn song(standing: f32, artist: u64) -> Traits {
        Traits { standing, lot: 0, artist, album: None, genre: None, mood: None, keywords: 0, facets: 1 }
    }

    #[test]
    fn an_artist_has_two_songs_in_ten_and_the_rest_follows() {
        let mut songs: Vec<Traits> = (0..8).map(|n| song(0.9 - 0.001 * n as f32, 1)).collect();
        songs.extend((2..14).map(|artist| song(0.3, artist)));
        let order = order(&songs, &Weights::default());
        let firsts = order.iter().take(10).filter(|&&at| at < 8).count();
        assert_eq!(firsts, 2);
        assert_eq!(order.len(), songs.len());
    }

    #[test]
    fn an_album_has_one_song_in_ten_but_a_collection_is_free() {
        let mut songs: Vec<Traits> = (0..6).map(|n| Traits { album: Some(7), ..song(0.9, n) }).collect();
        songs.extend((10..22).map(|artist| song(0.4, artist)));
        assert_eq!(order(&songs, &Weights::default()).iter().take(10).filter(|&&at| at < 6).count(), 1);
        for song in &mut songs {
            song.album = None;
        }
        assert!(order(&songs, &Weights::default()).iter().take(10).filter(|&&at| at < 6).count() > 4);
    }

    #[test]
    fn caps_give_way_when_nothing_else_is_there() {
        let songs: Vec<Traits> = (0..10).map(|_| song(0.5, 1)).collect();
        assert_eq!(order(&songs, &Weights::default()).len(), 10);
    }

    #[test]
    fn a_page_of_one_facet_makes_room_for_two_more() {
        let mut songs: Vec<Traits> = (0..12).map(|n| song(0.9 - 0.01 * n as f32, n)).collect();
        songs.push(Traits { facets: 2, ..song(0.1, 20) });
        songs.push(Traits { facets: 4, ..song(0.1, 21) });
        let order = order(&songs, &Weights::default());
        let facets = order.iter().take(10).filter_map(|&at| songs.get(at)).fold(0, |all, song| all | song.facets);
        assert_eq!(facets, 7);
        assert_eq!(order.first(), Some(&0));
    }

    #[test]
    fn of_two_like_songs_the_second_waits_for_a_different_one() {
        let songs = [
            Traits { genre: Some(1), keywords: 1, mood: Some((0.5, 0.5)), ..song(0.80, 1) },
            Traits { genre: Some(1), keywords: 1, mood: Some((0.5, 0.5)), ..song(0.79, 1) },
            Traits { genre: Some(2), keywords: 2, mood: Some((0.0, -0.5)), ..song(0.70, 2) },
        ];
        assert_eq!(order(&songs, &Weights::default()), [0, 2, 1]);
    }
}
