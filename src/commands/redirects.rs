//! `gongkai redirects`: what a server must be told so that old addresses are redirected for real (301) and withdrawn ones are said to be gone
//! (410). A site of files alone can only answer with a page that leads on, and with 200.

use super::site::Place;
use crate::cli::{RedirectsArgs, Server};
use crate::error::Error;
use crate::model::escape;
use crate::model::path::UrlPath;
use crate::permalinks::entry::{Entry, State};
use crate::permalinks::record::Record;
use crate::permalinks::text;

/// Addresses at which nothing stands, as the server sees them: decoded and from its root.
#[derive(Default)]
struct Redirects {
    /// From where to where; the second as browsers want it.
    moved: Vec<(String, String)>,
    gone: Vec<String>,
}

/// `gongkai redirects`: the part of a server's settings, from the record alone. What the sources say beside that is not public yet, and a report
/// that is only faulty now is not gone.
///
/// # Errors
///
/// When the site cannot be read, and where its record is not there or not whole.
pub fn run(args: &RedirectsArgs, place: &Place) -> Result<String, Error> {
    let site = place.open_site()?;
    let record = record(site.settings.permalinks.as_deref())?;
    let base = site.config.base_path();
    let base = base.as_str();
    let mut redirects = Redirects::default();
    let mut entries: Vec<&Entry> = record.entries().iter().collect();
    entries.sort_by(|a, b| a.address.cmp(&b.address));
    for entry in entries {
        let end = record.end(entry);
        for from in written(base, &entry.address) {
            match end.state {
                State::Live if end.address == entry.address => {}
                State::Live => {
                    let to = format!("{base}{}", end.address.encoded());
                    redirects.moved.push((from, shortened(&to).to_string()));
                }
                State::To(_) | State::Gone(_) => redirects.gone.push(from),
            }
        }
    }
    Ok(match args.format {
        Server::Nginx => nginx(&redirects),
        Server::Iis => iis(&redirects),
        Server::Caddy => caddy(&redirects),
    })
}

fn record(file: Option<&[u8]>) -> Result<Record, Error> {
    let refusal = match file.map(text::read) {
        None => "还没有 permalinks.txt，不知道哪些网址公开过\n  处理：先运行 gongkai build",
        Some(record) if record.faults.is_empty() => return Ok(record),
        Some(_) => "permalinks.txt 里有读不出来的行\n  处理：运行 gongkai check permalinks.txt，按它说的改好",
    };
    Err(Error::Usage(refusal.to_string()))
}

/// How people ask for an address: by the file, and where that is an index by its folder too.
fn written(base: &str, address: &UrlPath) -> Vec<String> {
    let whole = format!("{base}{address}");
    let short = shortened(&whole).to_string();
    if short == whole { vec![whole] } else { vec![short, whole] }
}

fn shortened(address: &str) -> &str {
    address.strip_suffix("index.html").filter(|folder| folder.ends_with('/')).unwrap_or(address)
}

/// Text in double quotes, for nginx and for Caddy.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

fn nginx(redirects: &Redirects) -> String {
    let moved: String = redirects.moved.iter().map(|(from, to)| format!("    {} {};\n", quoted(from), quoted(to))).collect();
    let gone: String = redirects.gone.iter().map(|from| format!("    {} 1;\n", quoted(from))).collect();
    format!(
        r#"# 由 gongkai redirects 写出。上半部分放在 http {{ }} 里，下半部分放在这个网站的 server {{ }} 里。
map_hash_bucket_size 1024;
map $uri $gongkai_moved {{
    default "";
{moved}}}
map $uri $gongkai_gone {{
    default 0;
{gone}}}

# 以下放在 server {{ }} 里。
if ($gongkai_moved) {{ return 301 $gongkai_moved; }}
if ($gongkai_gone) {{ return 410; }}
error_page 410 @gongkai_gone;
location @gongkai_gone {{ try_files $uri $uri/index.html =410; }}
"#
    )
}

fn iis(redirects: &Redirects) -> String {
    let attribute = |text: &str| {
        let mut escaped = String::new();
        escape::anywhere(text, &mut escaped);
        escaped
    };
    let add = |key: &str, value: &str| format!("      <add key=\"{}\" value=\"{}\" />\n", attribute(key), attribute(value));
    let moved: String = redirects.moved.iter().map(|(from, to)| add(from, to)).collect();
    let gone: String = redirects.gone.iter().map(|from| add(from, "1")).collect();
    format!(
        r#"<!-- 由 gongkai redirects 写出。放进 web.config 的 <system.webServer> 里；服务器要装 URL Rewrite 模块。 -->
<rewrite>
  <rewriteMaps>
    <rewriteMap name="gongkai-moved">
{moved}    </rewriteMap>
    <rewriteMap name="gongkai-gone">
{gone}    </rewriteMap>
  </rewriteMaps>
  <rules>
    <rule name="gongkai-moved" stopProcessing="true">
      <match url=".*" />
      <conditions><add input="{{gongkai-moved:{{URL}}}}" pattern="(.+)" /></conditions>
      <action type="Redirect" url="{{C:1}}" appendQueryString="false" redirectType="Permanent" />
    </rule>
    <rule name="gongkai-gone" stopProcessing="true">
      <match url=".*" />
      <conditions><add input="{{gongkai-gone:{{URL}}}}" pattern="1" /></conditions>
      <action type="CustomResponse" statusCode="410" statusReason="Gone" statusDescription="已撤下" />
    </rule>
  </rules>
</rewrite>
"#
    )
}

fn caddy(redirects: &Redirects) -> String {
    let moved: String = redirects.moved.iter().map(|(from, to)| format!("    {} {}\n", quoted(from), quoted(to))).collect();
    let gone: String = redirects.gone.iter().map(|from| format!("    {} \"1\"\n", quoted(from))).collect();
    format!(
        r#"# 由 gongkai redirects 写出。放在 Caddyfile 里这个网站的 {{ }} 里，file_server 的前面。
map {{path}} {{gongkai_moved}} {{
{moved}    default ""
}}
map {{path}} {{gongkai_gone}} {{
{gone}    default ""
}}
@gongkai_moved expression `{{gongkai_moved}} != ""`
redir @gongkai_moved {{gongkai_moved}} 301
@gongkai_gone expression `{{gongkai_gone}} == "1"`
file_server @gongkai_gone {{
    status 410
}}
"#
    )
}
