//! How the parts of an Office Open XML package hang together (ECMA-376 part 2): beside a part `xl/workbook.xml` stands
//! `xl/_rels/workbook.xml.rels`, which says what each `r:id` in it leads to: another part, or an address outside of the file.

use super::package::Package;
use super::xml::{Step, walk};

/// What one `r:id` of a part leads to.
#[derive(Debug, PartialEq, Eq)]
pub struct Relationship {
    /// As elements of the part name it; empty where it has none.
    pub id: String,
    /// Where it leads.
    pub target: Target,
}

/// Where a relationship leads.
#[derive(Debug, PartialEq, Eq)]
pub enum Target {
    /// A part of the same package, by its name.
    Part(String),
    /// An address outside of the file, as it was written.
    External(String),
}

/// Names of all parts that hold relationships, those of the package itself among them.
pub fn parts(package: &Package<'_>) -> Vec<String> {
    package.names().filter(|name| name.ends_with(".rels")).map(str::to_string).collect()
}

/// The name of the part that holds the relationships of `part`: `xl/workbook.xml` → `xl/_rels/workbook.xml.rels`.
pub fn part_of(part: &str) -> String {
    let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
    let slash = if folder.is_empty() { "" } else { "/" };
    format!("{folder}{slash}_rels/{file}.rels")
}

/// Reads the relationships that the part `name` holds, in their order.
pub fn read(package: &mut Package<'_>, name: &str, mut take: impl FnMut(Relationship)) {
    let xml = package.part(name);
    let folder = name.rsplit_once("_rels/").map_or("", |(folder, _)| folder);
    walk(&xml, package.budget, |step| {
        if let Step::Open("Relationship", attributes) = step
            && let Some(target) = attributes.get("Target")
        {
            let is_external = attributes.get("TargetMode").is_some_and(|mode| mode == "External");
            let target = if is_external { Target::External(target) } else { Target::Part(resolved(folder, &target)) };
            take(Relationship { id: attributes.get("Id").unwrap_or_default(), target });
        }
    });
}

/// The name of the part that `target` means in `folder`, which ends with `/` or is empty.
fn resolved(folder: &str, target: &str) -> String {
    let path = target.strip_prefix('/').map_or_else(|| format!("{folder}{target}"), str::to_string);
    if !path.contains("./") {
        return path;
    }
    let mut folders: Vec<&str> = Vec::new();
    for step in path.split('/') {
        match step {
            "." => {}
            ".." => {
                folders.pop();
            }
            name => folders.push(name),
        }
    }
    folders.join("/")
}

#[cfg(test)]
mod tests {
    use super::super::package::packed;
    use super::*;
    use crate::budget::Budget;

    #[test]
    fn what_a_part_leads_to_is_a_part_or_an_address() {
        let xml = "<R><Relationship Id=\"r1\" Target=\"../media/a.png\"/><Relationship Id=\"r2\" Target=\"/xl/b.xml\"/>\
                   <Relationship Id=\"r3\" Target=\"./c.xml\"/><Relationship Id=\"r4\" Target=\"../../../d.xml\"/>\
                   <Relationship Target=\"tel:1\" TargetMode=\"External\"/></R>";
        let bytes = packed(&[("xl/sheets/_rels/s.xml.rels", xml)]);
        let budget = Budget::of_file(bytes.len());
        let mut package = Package::open(&bytes, &budget).expect("a package");
        assert_eq!(parts(&package), [part_of("xl/sheets/s.xml")]);
        let mut found = Vec::new();
        read(&mut package, &part_of("xl/sheets/s.xml"), |relationship| found.push(relationship));
        let part = |id: &str, name: &str| Relationship { id: id.to_string(), target: Target::Part(name.to_string()) };
        let outside = Relationship { id: String::new(), target: Target::External("tel:1".to_string()) };
        let parts =
            [part("r1", "xl/media/a.png"), part("r2", "xl/b.xml"), part("r3", "xl/sheets/c.xml"), part("r4", "d.xml")];
        assert_eq!(found, parts.into_iter().chain([outside]).collect::<Vec<_>>());
    }

    #[test]
    fn the_relationships_of_the_package_itself_have_no_folder() {
        assert_eq!(part_of("a.xml"), "_rels/a.xml.rels");
    }
}
