//! Reads what a test program prints, and counts.

use std::collections::HashSet;

/// Tests of one kind.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    /// Ran and held.
    pub passed: u32,
    /// Ran and did not hold, or the program ended before it could say so.
    pub failed: u32,
    /// Did not run; the house has none of these.
    pub ignored: u32,
}

impl Counts {
    /// Adds another count to this one.
    pub fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.ignored += other.ignored;
    }

    /// Takes tests of another kind out of this count.
    pub fn subtract(&mut self, other: Self) {
        self.passed = self.passed.saturating_sub(other.passed);
        self.failed = self.failed.saturating_sub(other.failed);
        self.ignored = self.ignored.saturating_sub(other.ignored);
    }
}

/// What one test program has said so far.
#[derive(Debug)]
pub struct Report<'a> {
    /// From the closing line; none while the program has not come to it.
    pub total: Option<Counts>,
    /// Those of them that are property tests.
    pub property: Counts,
    property_names: &'a HashSet<String>,
}

impl<'a> Report<'a> {
    /// An empty report that will know property tests by their names.
    pub fn new(property_names: &'a HashSet<String>) -> Self {
        Self { total: None, property: Counts::default(), property_names }
    }

    /// Takes in one line of output.
    pub fn read(&mut self, line: &str) {
        if let Some(counts) = closing_line(line) {
            self.total.get_or_insert_default().add(counts);
        } else if let Some((name, outcome)) = test_line(line)
            && self.property_names.contains(name.rsplit("::").next().unwrap_or(name))
        {
            match outcome {
                "ok" => self.property.passed += 1,
                "ignored" => self.property.ignored += 1,
                _ => self.property.failed += 1,
            }
        }
    }
}

/// The names of the functions inside the `proptest!` blocks of a formatted source text.
pub fn property_tests(source: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut end: Option<String> = None;
    for line in source.lines() {
        let inside = line.trim_start();
        if inside.starts_with("proptest! {") {
            let indentation = &line[..line.len() - inside.len()];
            end = Some(format!("{indentation}}}"));
        } else if end.as_deref() == Some(line) {
            end = None;
        } else if end.is_some()
            && let Some(rest) = inside.strip_prefix("fn ")
        {
            names.extend(rest.split('(').next().map(str::to_owned));
        }
    }
    names
}

/// "test result: ok. 13 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.07s"
fn closing_line(line: &str) -> Option<Counts> {
    let numbers = line.trim().strip_prefix("test result: ")?.split_once(". ")?.1;
    let number = |unit: &str| -> Option<u32> {
        numbers.split("; ").find_map(|part| part.strip_suffix(unit))?.trim().parse().ok()
    };
    Some(Counts { passed: number("passed")?, failed: number("failed")?, ignored: number("ignored")? })
}

/// The name and the outcome in "test matching::properties::order_is_stable ... ok".
fn test_line(line: &str) -> Option<(&str, &str)> {
    let (name, outcome) = line.trim().strip_prefix("test ")?.split_once(" ... ")?;
    Some((name, outcome.split([' ', ',']).next().unwrap_or(outcome)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closing_and_single_lines_are_counted() {
        let names = HashSet::from(["order_is_stable".to_owned(), "seed_decides".to_owned()]);
        let mut report = Report::new(&names);
        for line in [
            "running 3 tests",
            "test matching::tests::first ... ok",
            "test matching::properties::order_is_stable ... ok",
            "test matching::properties::seed_decides ... FAILED",
            "test result: FAILED. 2 passed; 1 failed; 0 ignored; 0 measured; 4 filtered out; finished in 0.07s",
        ] {
            report.read(line);
        }
        assert_eq!(report.total, Some(Counts { passed: 2, failed: 1, ignored: 0 }));
        assert_eq!(report.property, Counts { passed: 1, failed: 1, ignored: 0 });
    }

    #[test]
    fn program_that_dies_has_no_total() {
        let names = HashSet::new();
        let mut report = Report::new(&names);
        report.read("test a ... ok");
        assert_eq!(report.total, None);
    }

    #[test]
    fn ignored_with_a_reason_is_ignored() {
        let names = HashSet::from(["b".to_owned()]);
        let mut report = Report::new(&names);
        report.read("test a::properties::b ... ignored, too slow");
        assert_eq!(report.property.ignored, 1);
    }

    #[test]
    fn property_tests_are_found_in_their_blocks_only() {
        let source = "mod tests {\n    fn helper() {}\n\n    proptest! {\n        #[test]\n        fn twice_is_once(x in 0..9) {\n        }\n    }\n\n    #[test]\n    fn ordinary() {}\n}\n";
        assert_eq!(property_tests(source), ["twice_is_once"]);
    }
}
