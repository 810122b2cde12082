//! `gongkai verify`: whether a folder holds the site and nothing else, to the byte. It writes nothing.

pub(super) mod told;

use std::io;
use std::path::Path;

use super::Outcome;
use super::in_memory::{AsBuilt, LastBuild, OUTPUT, planned, refusal};
use super::site::Place;
use crate::cli::{AnswerFormat, VerifyArgs};
use crate::compare::reference::{Reference, Unreadable};
use crate::compare::verification::Verification;
use crate::compare::{agrees_with_list, agrees_with_sources, agrees_with_sum, mark_as_last_built};
use crate::diagnostics::exit_code::{CLEAN, FINDINGS};
use crate::diagnostics::visible::visible;
use crate::disk::plain;
use crate::disk::published_folder::PublishedFolder;
use crate::disk::site::{OpenSite, resolved};
use crate::error::Error;
use crate::model::page::DIGESTS;
use crate::permalinks;
use crate::publish::seal::Seal;
use crate::publish::sha256sums::{self, Manifest};
use told::{Basis, Record, Sealed};

/// `gongkai verify`: compares a folder with what the sources make, or with a list that was kept elsewhere.
///
/// # Errors
///
/// When the folder, the sources or the list cannot be read, and when a template is at fault. Findings that keep the site from being made are
/// no errors: they are told, and the exit code says that nothing was compared.
pub fn run(args: &VerifyArgs, place: &Place) -> Result<Outcome, Error> {
    match args.against.as_ref().or(args.seal.as_ref()) {
        Some(file) => against(args, place, &place.here.join(file)),
        None => with_sources(args, place),
    }
}

fn with_sources(args: &VerifyArgs, place: &Place) -> Result<Outcome, Error> {
    let mut site = place.open_site()?;
    let root = args.dir.as_ref().map_or_else(|| site.root.join(OUTPUT), |dir| place.here.join(dir));
    let state = place.state(args.state.as_deref(), &site.root);
    let last = LastBuild::of(&site, &state, &root);
    let as_built = AsBuilt::of(&args.selection, args.base_url.as_deref(), last.as_ref(), &mut site.config)?;
    // The folder is listed while the sources are read.
    let (folder, made) = rayon::join(|| PublishedFolder::open(&root), || planned(&site, &state, as_built.choices));
    let (folder, (planned, mut theme)) = (folder?, made?);
    if !planned.is_publishable() {
        let last = "源文件有错误，做不出网站，没法核对\n  处理：改好以后再核对；或者和另外保存的清单核对：gongkai verify 目录 --against 文件";
        return Ok(refusal(place, &site, &planned, last));
    }
    let mut verification = agrees_with_sources(&planned, (&site.config, &mut theme), &site.disk, &folder)?;
    if let Some((list, sums)) = last.and_then(|last| left_by(&last, &site, &folder)) {
        mark_as_last_built(&mut verification, &folder, &list, &sums);
    }
    // The program ends soon, and giving back what is known of ten thousand files would take as long as listing them.
    std::mem::forget((planned, theme));
    Ok(outcome(args, place, &verification, &Basis::Sources(as_built)))
}

/// The list that the last build left, wherever it still is.
fn left_by(last: &LastBuild, site: &OpenSite, folder: &PublishedFolder) -> Option<(Manifest, sha256sums::Sum)> {
    let places = [folder.root().to_path_buf(), site.root.join(OUTPUT)];
    let lists = places.iter().filter_map(|root| plain::read(&root.join(DIGESTS)).ok());
    let list = lists.into_iter().find(|list| sha256sums::sum(list) == last.sums)?;
    Some((Manifest::parse(&String::from_utf8_lossy(&list))?, last.sums))
}

fn against(args: &VerifyArgs, place: &Place, file: &Path) -> Result<Outcome, Error> {
    let root = match &args.dir {
        Some(dir) => place.here.join(dir),
        None => place.find_site()?.join(OUTPUT),
    };
    let bytes = plain::read(file).map_err(|error| Error::io("读取", file, error))?;
    let reference = Reference::parse(&bytes).map_err(|unreadable| no_reference(file, &unreadable))?;
    let folder = PublishedFolder::open(&root)?;
    let is_inside = resolved(file).starts_with(folder.root());
    let (verification, sealed) = match &reference {
        Reference::List(_) if args.seal.is_some() => {
            return Err(Error::Usage(format!("{} 是清单，不是公开单\n  处理：用 --against 核对清单", file.display())));
        }
        Reference::List(list) => (agrees_with_list(&folder, list), None),
        Reference::Seal(seal) => (agrees_with_sum(&folder, &seal.sums), Some(sealed(&folder, seal)?)),
    };
    Ok(outcome(args, place, &verification, &Basis::Kept { is_inside, sealed }))
}

/// Which 公开单 a folder is held against, and what became since of the record of addresses, where that lies beside the folder as it does beside
/// `output` in a site. The record is no part of the folder and grows with every build, so another record is no difference.
fn sealed(folder: &PublishedFolder, seal: &Seal) -> Result<Sealed, Error> {
    let file = folder.root().with_file_name(permalinks::FILE);
    let record = match (&seal.permalinks, plain::read(&file)) {
        (None, _) => Record::NotInSeal,
        (Some(wanted), Ok(bytes)) if sha256sums::sum(&bytes) == *wanted => Record::Same,
        (Some(_), Ok(_)) => Record::Changed,
        (Some(_), Err(error)) if error.kind() == io::ErrorKind::NotFound => Record::Absent,
        (Some(_), Err(error)) => return Err(Error::io("读取", file, error)),
    };
    Ok(Sealed { name: format!("{} {}", visible(seal.site.as_str()), seal.day), record })
}

fn no_reference(file: &Path, unreadable: &Unreadable) -> Error {
    let what = match unreadable {
        Unreadable::List(line) => {
            format!("第 {line} 行不是 SHA256SUMS 的写法（64 位校验值、两个空格、文件，每个文件一行），也不是公开单")
        }
        Unreadable::Twice(line) => format!("第 {line} 行的文件，前面已经有一行了"),
        Unreadable::Seal(why) => format!("公开单的{why}"),
        Unreadable::Empty => "是空的".to_string(),
    };
    Error::Usage(format!(
        "{} 不能用来核对：{what}\n  处理：用另外保存的 SHA256SUMS 或公开单，要完整的，不要改动",
        file.display()
    ))
}

fn outcome(args: &VerifyArgs, place: &Place, verification: &Verification, basis: &Basis) -> Outcome {
    let code = if verification.is_equal() { CLEAN } else { FINDINGS };
    match args.format {
        AnswerFormat::Json => Outcome { code, ..Outcome::data(told::json(verification, basis)) },
        AnswerFormat::Text => {
            let stderr = if place.quiet { String::new() } else { told::account(verification, basis) };
            Outcome { stdout: told::text(verification, place.verbose), stderr, code, ..Outcome::default() }
        }
    }
}
