//! Versions of this program, as sites and themes ask for them: three numbers, compared one by one.

/// `0.1.0`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version([u32; 3]);

impl Version {
    /// This program's, as written.
    pub const OWN: &'static str = env!("CARGO_PKG_VERSION");

    /// Takes `0.1.0` or `0.1`; what follows a `-` or `+` does not count. `None` for anything else.
    pub fn parse(text: &str) -> Option<Version> {
        let plain = text.trim().split(['-', '+']).next()?;
        let parts: Option<Vec<u32>> = plain.split('.').map(|part| part.parse().ok()).collect();
        match parts?[..] {
            [major, minor] => Some(Version([major, minor, 0])),
            [major, minor, patch] => Some(Version([major, minor, patch])),
            _ => None,
        }
    }

    /// Whether this program is at least `wanted`; what is no version is not met.
    pub fn is_enough(wanted: &str) -> bool {
        Version::parse(wanted).is_some_and(|wanted| Version::parse(Version::OWN).is_some_and(|own| own >= wanted))
    }
}

#[cfg(test)]
mod tests {
    use super::Version;

    #[test]
    fn versions_compare_by_number() {
        assert!(Version::parse("0.10.0") > Version::parse("0.9.9"));
        assert_eq!(Version::parse("1.2"), Version::parse("1.2.0-beta"));
        for bad in ["", "1", "v1.0", "1.0.0.0", "1.x", "最新"] {
            assert_eq!(Version::parse(bad), None, "{bad}");
        }
        assert!(Version::is_enough(Version::OWN) && Version::is_enough("0.0.1") && !Version::is_enough("99.0"));
    }
}
