//! `gongkai seal`: writes a 公开单 of what stands in the output folder. It describes and proves nothing by itself, so it is refused for a
//! folder that does not agree with its own list, and what is to be done with it is said. It signs nothing and talks to nobody.

#![expect(clippy::disallowed_methods, reason = "a command is the edge: it lists the folder of 公开单")]

use std::fs;
use std::io;
use std::path::Path;

use serde::Serialize;

use super::Outcome;
use super::in_memory::LastBuild;
use super::site::Place;
use super::verify::told;
use crate::cli::{AnswerFormat, SealArgs};
use crate::clock;
use crate::compare::agrees_with_sum;
use crate::diagnostics::json::pretty;
use crate::diagnostics::visible::visible;
use crate::disk;
use crate::disk::plain;
use crate::disk::published_folder::PublishedFolder;
use crate::disk::site::{OpenSite, is_folder, resolved};
use crate::disk::writer;
use crate::error::Error;
use crate::model::date::Date;
use crate::model::encoding;
use crate::model::sha256;
use crate::permalinks;
use crate::publish::seal::{MADE_FOR, Name, OneLine, PROGRAM, Seal};
use crate::publish::sha256sums::{self, Manifest, Sum};
use crate::publish::snapshot::Asked;

/// The folder beside `site.toml` where they are kept, one file a day.
pub(super) const FOLDER: &str = "公开单";

/// `gongkai seal`: writes the 公开单 of today, and gives its path.
///
/// # Errors
///
/// When the output folder is no site or does not agree with its `SHA256SUMS`, when it shows drafts, when the last 公开单 cannot be read, and
/// as the system says; then nothing is written.
pub fn run(args: &SealArgs, place: &Place) -> Result<Outcome, Error> {
    let site = place.open_site()?;
    let output = resolved(&args.output.as_ref().map_or_else(|| site.root.join("output"), |given| place.here.join(given)));
    let folder = match &args.out {
        Some(given) => place.here.join(given),
        None => site.root.join(FOLDER),
    };
    if args.out.is_none() {
        disk::refuse_way_out(&site.root, FOLDER)?;
    }
    if resolved(&folder).starts_with(&output) {
        return Err(Error::Usage(
            "公开单不能放在生成的网站里面：和网页放在一起，能改网页的人就能改它\n  处理：--out 换一个文件夹".to_string(),
        ));
    }
    let name = OneLine::new(&site.config.title);
    if name.as_str().is_empty() {
        return Err(Error::Usage("site.toml 里没有网站名称，没有写公开单\n  处理：补上 title".to_string()));
    }
    let (manifest, sums) = agreeing(&output)?;
    let asked = asked(args, place, &site, &output, &sums);
    if asked.as_ref().is_some_and(|asked| asked.drafts) {
        return Err(Error::Usage(
            "网站是带着草稿生成的，没有写公开单\n  处理：不加 --drafts 重新生成，再运行 gongkai seal".to_string(),
        ));
    }
    let day = clock::today(site.config.timezone);
    let last = last(&folder, day)?;
    let base_url = asked.as_ref().and_then(|asked| asked.base_url.as_ref()).or(site.config.base_url.as_ref());
    let seal = Seal {
        site: name,
        base_url: base_url.map(|url| OneLine::new(url)),
        day,
        files: manifest.entries().len(),
        sums,
        permalinks: permalinks(&site.root)?,
        previous: last.as_ref().map(|(_, seal)| seal.digest()),
        further: further(asked.as_ref()),
    };
    let shown = |name: Name| shown(&folder.join(name.to_string()), &site.root);
    let number = match last {
        Some((name, last)) if last.is_of_same_files(&seal) => return Ok(told(args, place, &shown(name), false, &last)),
        Some((name, _)) if name.day == day => name.number.checked_add(1).ok_or_else(|| {
            Error::Usage(format!("公开单 {name} 的序号已经最大，没有写公开单\n  处理：它不是程序写的，把它移走"))
        })?,
        _ => 1,
    };
    let name = Name { day, number };
    // What was handed out is never written again, whoever else writes at the same moment.
    writer::create(&folder.join(name.to_string()), seal.text().as_bytes())?;
    Ok(told(args, place, &shown(name), true, &seal))
}

/// The list of the output folder and its sum, where the folder agrees with it.
fn agreeing(output: &Path) -> Result<(Manifest, Sum), Error> {
    let refused = |why: &str, cure: &str| Error::Usage(format!("{} {why}\n  处理：{cure}", output.display()));
    let not_built = || refused("里没有生成好的网站", "先运行 gongkai build；生成在别处的用 --output 指定");
    if !is_folder(output) {
        return Err(not_built());
    }
    let folder = PublishedFolder::open(output)?;
    let list = match folder.read(sha256sums::FILE) {
        Ok(list) => list,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(not_built()),
        Err(error) => return Err(Error::io("读取", output.join(sha256sums::FILE), error)),
    };
    let Some(manifest) = encoding::utf8(&list).and_then(Manifest::parse) else {
        return Err(refused("里的 SHA256SUMS 不完整，没有写公开单", "重新运行 gongkai build"));
    };
    let sum = sha256sums::sum(&list);
    let verification = agrees_with_sum(&folder, &sum);
    match verification.is_equal() {
        true => Ok((manifest, sum)),
        false => Err(refused(
            &format!("和其中的 SHA256SUMS 不一致，没有写公开单\n{}", told::text(&verification, false).trim_end()),
            "先查清是谁改的；再运行 gongkai build 恢复，多出来的文件移走",
        )),
    }
}

/// What the last build was asked for, where that is kept and these sums are still those of its list.
fn asked(args: &SealArgs, place: &Place, site: &OpenSite, output: &Path, sums: &Sum) -> Option<Asked> {
    let state = place.state(args.state.as_deref(), &site.root);
    LastBuild::of(site, &state, output).filter(|last| last.sums == *sums).map(|last| last.asked)
}

/// What is to be known besides, lest a comparison on another day or with another version takes the difference for a change of the site.
fn further(asked: Option<&Asked>) -> Vec<(OneLine, OneLine)> {
    let made_for = asked.map_or("-", |asked| &asked.now);
    let program = concat!("gongkai ", env!("CARGO_PKG_VERSION"));
    [(MADE_FOR, made_for), (PROGRAM, program)].map(|(name, value)| (OneLine::new(name), OneLine::new(value))).into()
}

/// SHA-256 of the record of addresses, where there is one.
fn permalinks(root: &Path) -> Result<Option<Sum>, Error> {
    let file = root.join(permalinks::FILE);
    match plain::read(&file) {
        Ok(bytes) => Ok(Some(sha256sums::sum(&bytes))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Error::io("读取", file, error)),
    }
}

/// The newest 公开单 in the folder, by its name. Files with other names are somebody else's.
fn last(folder: &Path, today: Date) -> Result<Option<(Name, Seal)>, Error> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(Error::io("读取", folder, error)),
    };
    let names = entries.filter_map(Result::ok).filter_map(|entry| Name::parse(entry.file_name().to_str()?));
    let Some(name) = names.max() else { return Ok(None) };
    if name.day > today {
        // The next one would not be the newest, and a row that branches proves nothing.
        return Err(Error::Usage(format!(
            "最新的公开单 {name} 的日期在今天（{today}）以后，没有写公开单\n  处理：看看这台机器的日期对不对；是那一份错了，把它移走"
        )));
    }
    let file = folder.join(name.to_string());
    let bytes = plain::read(&file).map_err(|error| Error::io("读取", &file, error))?;
    let unreadable = |why: String| {
        Error::Usage(format!(
            "上一份公开单 {name} 读不懂：{why}，没有写公开单\n  处理：从备份、版本库或收到它的单位恢复；不是公开单的，换一个文件名"
        ))
    };
    let text = encoding::utf8(&bytes).ok_or_else(|| unreadable("不是 UTF-8 编码".to_string()))?;
    let seal = Seal::parse(text).map_err(|why| unreadable(why.to_string()))?;
    Ok(Some((name, seal)))
}

/// The file as people know it: below the site where it is there.
fn shown(file: &Path, site: &Path) -> String {
    visible(&file.strip_prefix(site).unwrap_or(file).display().to_string()).into_owned()
}

/// A 公开单 for programs.
#[derive(Serialize)]
struct SealJson<'s> {
    version: u32,
    file: &'s str,
    is_new: bool,
    site: &'s str,
    base_url: Option<&'s str>,
    day: String,
    files: usize,
    sha256sums: String,
    permalinks: Option<String>,
    previous: Option<String>,
    made_for: Option<&'s str>,
    program: Option<&'s str>,
}

fn told(args: &SealArgs, place: &Place, file: &str, is_new: bool, seal: &Seal) -> Outcome {
    let digits = |sum: &Option<Sum>| sum.as_ref().map(|sum| sha256::hex(sum));
    if args.format == AnswerFormat::Json {
        return Outcome::data(pretty(&SealJson {
            version: 1,
            file,
            is_new,
            site: seal.site.as_str(),
            base_url: seal.base_url.as_ref().map(OneLine::as_str),
            day: seal.day.to_string(),
            files: seal.files,
            sha256sums: sha256::hex(&seal.sums),
            permalinks: digits(&seal.permalinks),
            previous: digits(&seal.previous),
            made_for: seal.value(MADE_FOR),
            program: seal.value(PROGRAM),
        }));
    }
    let mut said = match is_new {
        true => format!("{} 个文件都和 SHA256SUMS 一致，公开单已经写好\n", seal.files),
        false => "今天已有一份内容相同的公开单，没有再写\n".to_string(),
    };
    said.push_str("  它离开本单位才有证明力：打印盖章存档、发到上级单位的邮箱，或者签名、盖时间戳，做法见 docs/安全.md\n");
    if is_new && seal.value(MADE_FOR).is_none() {
        // Nothing was kept, or the list is not the one that the last build left.
        said.push_str(
            "  .gongkai 里没有和这份 SHA256SUMS 对应的生成记录，“生成时刻”写作 -；刚生成过还这样，可能有人改过清单，先再运行一次 gongkai build\n",
        );
    }
    Outcome { stdout: format!("{file}\n"), stderr: if place.quiet { String::new() } else { said }, ..Outcome::default() }
}
