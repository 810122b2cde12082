//! What a build keeps for the next one, in `.gongkai/` or where `--state` says: the ledger of what is published, the cache, the texts of the last
//! good site, and the locks that hold off other builds. Apart from `cache` and `publish`, which know the forms of these files, because
//! here is where the files are and who may read them; in which order they are written is said in `pipeline::build`.

pub mod build_cache;
pub mod last_good;
pub mod lock;
pub mod remembered;
pub mod state_folder;
