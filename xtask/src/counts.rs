//! Reads what a test program prints, and counts.

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
#[derive(Debug, Default)]
pub struct Report {
    /// From the closing line; none while the program has not come to it.
    pub total: Option<Counts>,
    /// Those of them that are property tests: they live in modules named after properties.
    pub property: Counts,
}

impl Report {
    /// Takes in one line of output.
    pub fn read(&mut self, line: &str) {
        if let Some(counts) = closing_line(line) {
            self.total.get_or_insert_default().add(counts);
        } else if let Some((name, outcome)) = test_line(line)
            && name.contains("propert")
        {
            match outcome {
                "ok" => self.property.passed += 1,
                "ignored" => self.property.ignored += 1,
                _ => self.property.failed += 1,
            }
        }
    }
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
        let mut report = Report::default();
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
        let mut report = Report::default();
        report.read("test a ... ok");
        assert_eq!(report.total, None);
    }

    #[test]
    fn ignored_with_a_reason_is_ignored() {
        let mut report = Report::default();
        report.read("test a::properties::b ... ignored, too slow");
        assert_eq!(report.property.ignored, 1);
    }
}
