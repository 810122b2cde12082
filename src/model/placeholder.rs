//! Values that stand for none: `null`, `无`, `-`. People and programs write them where nothing is known, and several rules must
//! not take them for names or numbers. Beside them, values that are those of an example: of the site that `init` writes, or of a manual.

/// Words that stand for nothing, in lower case.
const NOTHING: [&str; 27] = [
    "null",
    "none",
    "nil",
    "undefined",
    "nan",
    "n/a",
    "na",
    "tbd",
    "todo",
    "xxx",
    "xx",
    "无",
    "暂无",
    "没有",
    "空",
    "待定",
    "待补充",
    "待填",
    "待填写",
    "未知",
    "-",
    "--",
    "—",
    "——",
    "/",
    "…",
    "……",
];

/// Whether a value says nothing.
pub fn is_nothing(value: &str) -> bool {
    let value = value.trim();
    value.len() <= 12 && NOTHING.iter().any(|word| word.len() == value.len() && word.eq_ignore_ascii_case(value))
}

/// Words of the sample that `init` writes, and of the sample in the repository.
const OF_THE_SAMPLE: [&str; 3] = ["示例街道", "内容均为示例", "演示站点"];
/// Zeros in a row that no number or code has which somebody was given.
const ZEROS: usize = 8;

/// Whether a value is that of an example, though no mark says so: a name of the sample, a code of zeros, an address of a domain that is
/// reserved for examples.
pub fn is_of_an_example(value: &str) -> bool {
    let digits = || value.split(|c: char| !c.is_ascii_digit());
    let host = |part: &str| part.split(['/', '?', '#', ':', ' ', '"']).next().is_some_and(is_example_host);
    let mut hosts = value.split_once("://").map(|(_, rest)| rest).into_iter().chain(value.split('@'));
    OF_THE_SAMPLE.iter().any(|word| value.contains(word))
        || digits().any(|digits| digits.len() >= ZEROS && digits.bytes().all(|digit| digit == b'0'))
        || hosts.any(host)
}

/// Whether a host is one that nobody else can be given: reserved by RFC 2606 and RFC 6761, or `example` below a domain of China.
pub fn is_example_host(host: &str) -> bool {
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    let mut labels = host.split('.');
    let last = labels.clone().next_back();
    let is_name = host.contains('.') && host.is_ascii() && !host.contains(char::is_whitespace);
    host == "localhost"
        || (is_name && (labels.any(|label| label == "example") || matches!(last, Some("test" | "invalid" | "localhost"))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_examples_are_told_from_others() {
        for value in [
            "https://www.example.gov.cn",
            "https://example.org/a?b",
            "xxgk@example.gov.cn",
            "www.example.gov.cn",
            "0000000000",
            "粤ICP备00000000号",
            "0755-00000000",
            "https://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code=0000000000",
            "示例街道办事处",
            "本站内容均为示例",
        ] {
            assert!(is_of_an_example(value), "{value}");
        }
        for value in [
            "https://www.gov.cn/example/a.html",
            "青禾街道办事处",
            "0755-12300000",
            "4403000000",
            "填写示例见附件",
            "工作日9:00至12:00",
            "100000000元",
            "",
        ] {
            assert!(!is_of_an_example(value), "{value}");
        }
    }
}
