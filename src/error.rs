//! Faults of the machine and of the command line: what keeps the program from running at all (exit code 2). Faults in
//! people's documents are findings, never errors. What several places may meet is a variant with data, worded here; what one place alone
//! can meet comes as the sentence that it wrote.

use std::fmt;
use std::io;
use std::path::PathBuf;

/// Why the program cannot do what it was asked for. `Display` says it in Chinese: what happened, and on a second line what to do.
#[derive(Debug)]
pub enum Error {
    /// Something the user asked for cannot be done as asked. A Chinese sentence, and possibly more lines.
    Usage(String),
    /// No `site.toml` here or above.
    NoSite {
        /// The folder in which the search began.
        start: PathBuf,
        /// Names of the folders in `start` that have one, which may be meant.
        below: Vec<String>,
    },
    /// The system refused.
    Io {
        /// What was being done, as a Chinese verb: `写入`, `读取`.
        action: &'static str,
        /// The file or folder that it was done to.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The output folder holds things that this program did not write.
    ForeignOutput {
        /// The output folder.
        path: PathBuf,
        /// The name of one of those things.
        example: String,
    },
    /// The output folder holds what looks like a site of this program, without the list by which it knows its own files.
    LostManifest {
        /// The output folder.
        path: PathBuf,
        /// Whether the list is there and cannot be read.
        is_there: bool,
    },
    /// Something stands in the output folder where a page or its folder belongs.
    InTheWay {
        /// What stands there.
        path: PathBuf,
        /// What it is, as the end of a Chinese sentence that begins with the path.
        what: &'static str,
    },
    /// A template or theme file is at fault. A Chinese sentence, and possibly lines with the place and the cure.
    Theme(String),
}

impl Error {
    /// What the system refused to do at `path`; `action` is a Chinese verb.
    pub fn io(action: &'static str, path: impl Into<PathBuf>, source: io::Error) -> Error {
        Error::Io { action, path: path.into(), source }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Usage(message) | Error::Theme(message) => f.write_str(message),
            Error::NoSite { start, below } => {
                let cure = match below.as_slice() {
                    [] => "进入站点所在的文件夹再运行，或用 -C 指定；新建站点用 `gongkai init 文件夹名`".to_string(),
                    [site] => format!("站点在下面的文件夹 {site} 里：先运行 `cd {site}`，或加上 `-C {site}`"),
                    sites => format!("下面这些文件夹里有站点：{}；先用 cd 进入要用的一个，或用 -C 指定", sites.join("、")),
                };
                write!(f, "在 {} 及其上级文件夹里没有找到 site.toml\n  处理：{cure}", start.display())
            }
            Error::Io { action, path, source } => {
                write!(f, "{action} {} 失败：{}", shortened(&path.display().to_string()), reason(source))
            }
            Error::InTheWay { path, what } => {
                write!(
                    f,
                    "{} {what}，网页写不进去，没有改动任何文件\n  处理：把它移走再生成",
                    shortened(&path.display().to_string())
                )
            }
            Error::LostManifest { path, is_there } => {
                let state = if *is_there { "读不出来了" } else { "不见了" };
                write!(
                    f,
                    "{} 里的文件清单 SHA256SUMS {state}，认不出哪些文件是本程序写的，为免误删，没有改动任何文件\n  处理：网页都能重新生成。确认里面没有另外放进去的东西以后，删去整个 {} 文件夹，再运行一次",
                    path.display(),
                    path.file_name().unwrap_or_default().display()
                )
            }
            Error::ForeignOutput { path, example } => write!(
                f,
                "{} 里有不是本程序生成的文件（如 {example}），为免误删，没有改动任何文件\n  处理：换一个空文件夹作为 --output，或先把其中的文件移走",
                path.display()
            ),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Error::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}

/// A path of which the message is still seen beside it.
fn shortened(path: &str) -> String {
    /// Characters of its beginning and of its end.
    const KEPT: usize = 120;
    let length = path.chars().count();
    if length <= 2 * KEPT {
        return path.to_string();
    }
    let head: String = path.chars().take(KEPT).collect();
    let tail: String = path.chars().skip(length - KEPT).collect();
    format!("{head}…{tail}（路径共 {length} 个字）")
}

/// The system's reason in Chinese where it is one that people meet.
fn reason(error: &io::Error) -> String {
    let known = match error.kind() {
        io::ErrorKind::NotFound => "文件或文件夹不存在",
        io::ErrorKind::PermissionDenied => "没有权限",
        io::ErrorKind::StorageFull => "磁盘空间不足",
        io::ErrorKind::QuotaExceeded => "超出磁盘配额",
        io::ErrorKind::ReadOnlyFilesystem => "磁盘是只读的",
        io::ErrorKind::AlreadyExists => "已经存在",
        io::ErrorKind::IsADirectory => "它是一个文件夹",
        io::ErrorKind::NotADirectory => "路径中间有一段不是文件夹",
        io::ErrorKind::CrossesDevices => "两个文件夹不在同一个磁盘上，文件不能直接移过去",
        io::ErrorKind::DirectoryNotEmpty => "文件夹里还有文件",
        io::ErrorKind::InvalidFilename => "文件名过长或含有系统不允许的字符",
        _ => return error.to_string(),
    };
    known.to_string()
}
