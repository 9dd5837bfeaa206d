//! Reading a form off a page as a browser would send it: enough for the pages of this house, whose forms are
//! all written by one set of macros.

/// The first form on a page that has `mark` in it, from its tag's attributes to its end.
pub fn with<'a>(page: &'a str, mark: &str) -> Option<&'a str> {
    page.split("<form")
        .skip(1)
        .map(|rest| rest.split("</form>").next().unwrap_or(rest))
        .find(|form| form.contains(mark))
}

/// An attribute of the tag that `text` begins with.
pub fn attribute(text: &str, name: &str) -> Option<String> {
    let tag = text.split('>').next()?;
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    rest.split_once('"').map(|(value, _)| unescape(value))
}

/// Name and value of every field that would be sent.
pub fn fields(form: &str) -> Vec<(String, String)> {
    // What stands in a template is not on the page yet.
    let form: String = form
        .split("<template")
        .enumerate()
        .map(|(n, part)| {
            if n == 0 {
                part
            } else {
                part.split_once("</template>").map_or("", |(_, after)| after)
            }
        })
        .collect();
    let mut found = Vec::new();
    for (at, _) in form.match_indices('<') {
        let rest = &form[at..];
        if rest.starts_with("<input") {
            found.extend(input(rest));
        } else if rest.starts_with("<textarea") {
            found.extend(area(rest));
        } else if rest.starts_with("<select") {
            found.extend(select(rest));
        }
    }
    found
}

fn input(tag: &str) -> Option<(String, String)> {
    let (name, kind) = (attribute(tag, "name")?, attribute(tag, "type").unwrap_or_default());
    let checked = tag.split('>').next()?.contains(" checked");
    let sent = match kind.as_str() {
        "radio" | "checkbox" => checked,
        "file" | "password" | "submit" => false,
        _ => true,
    };
    sent.then(|| (name, attribute(tag, "value").unwrap_or_default()))
}

fn area(tag: &str) -> Option<(String, String)> {
    let (_, text) = tag.split_once('>')?;
    let text = text.split("</textarea>").next()?;
    Some((attribute(tag, "name")?, unescape(text.strip_prefix('\n').unwrap_or(text))))
}

fn select(tag: &str) -> Option<(String, String)> {
    let options = tag.split("</select>").next()?;
    let all: Vec<&str> = options.split("<option").skip(1).collect();
    let chosen = all
        .iter()
        .find(|option| option.split('>').next().is_some_and(|tag| tag.contains(" selected")))
        .or(all.first())?;
    Some((attribute(tag, "name")?, attribute(chosen, "value").unwrap_or_default()))
}

/// What stands on a page, as it is read.
pub fn unescape(text: &str) -> String {
    let marks = [
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&#60;", "<"),
        ("&#62;", ">"),
        ("&quot;", "\""),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&#38;", "&"),
        ("&amp;", "&"),
    ];
    marks.iter().fold(text.to_owned(), |text, (mark, letter)| text.replace(mark, letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_read_as_a_browser_would_send_it() {
        let page = r#"<form action="/a?x=1&#38;y=2"><input type="hidden" name="id" value="7"><input type="radio" name="r" value="a"><input type="radio" name="r" value="b" checked>
            <textarea name="t">
a &#60;b&#62;</textarea><select name="s"><option value="">Choose</option><option value="two" selected>Two</option></select><template><input name="never"></template><input type="password" name="p"></form>"#;
        let form = with(page, "name=\"t\"").expect("the form");
        assert_eq!(attribute(form, "action").as_deref(), Some("/a?x=1&y=2"));
        let sent: Vec<_> = fields(form).into_iter().map(|(n, v)| format!("{n}={v}")).collect();
        assert_eq!(sent, ["id=7", "r=b", "t=a <b>", "s=two"]);
    }
}
