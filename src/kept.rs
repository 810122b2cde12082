//! What a build keeps for the next one, in `.gongkai/` or where `--state` says: the ledger of what is published, the cache, the texts of the last
//! good site, and the locks that hold off other builds. Apart from `cache` and `publish`, which know the forms of these files, because
//! here is where the files are, who may read them, and in which order they are written.

pub mod build_cache;
pub mod folder;
pub mod last_good;
pub mod lock;
pub mod remembered;
