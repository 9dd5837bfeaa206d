//! Numbers as strangers write them: one alone, or a list of many.

/// The most numbers that one question may hold.
pub const MOST: usize = 10_000;
/// The most that a list of them may weigh, bytes.
pub const MOST_BYTES: usize = 1024 * 1024;

/// A certificate number as it is written, from however it was typed; `None` if it is none.
pub fn number_of(typed: &str) -> Option<String> {
    let number: String = typed.trim().to_uppercase().split_whitespace().collect();
    let parts: Vec<_> = number.split('-').collect();
    let [code, scheme, year, serial] = parts.as_slice() else { return None };
    let letters = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_uppercase());
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let fits = letters(code)
        && (2..=5).contains(&code.len())
        && letters(scheme)
        && scheme.len() <= 8
        && year.len() == 4
        && digits(year)
        && (4..=9).contains(&serial.len())
        && digits(serial);
    fits.then_some(number)
}

/// The numbers that a list asks for, one a line or the first column of a sheet; a heading without any digit is passed
/// over. The error is a sentence for whoever gave the list.
pub fn listed(text: &str) -> Result<Vec<String>, String> {
    if text.len() > MOST_BYTES {
        return Err("The list is larger than 1 MB; ask in parts".to_owned());
    }
    let first = |line: &str| {
        let cell = line.split([',', ';', '\t']).next().unwrap_or_default();
        cell.trim().trim_matches('"').trim().chars().take(80).collect::<String>()
    };
    let mut listed: Vec<String> = text
        .trim_start_matches('\u{feff}')
        .lines()
        .map(first)
        .filter(|cell| !cell.is_empty())
        .collect();
    if listed.first().is_some_and(|cell| !cell.contains(|c: char| c.is_ascii_digit())) {
        listed.remove(0);
    }
    match listed.len() {
        0 => Err("Choose a file with numbers, or paste them".to_owned()),
        n if n > MOST => {
            Err(format!("The list holds {n} numbers, and {MOST} go at a time: send it in parts"))
        }
        _ => Ok(listed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_one_number_a_line_or_the_first_column_of_a_sheet_without_its_heading() {
        let read = listed("\u{feff}Number;Supplier\r\n\"TA-AIMS-2026-0001\";Bank\r\n\r\nx 1\r\n");
        assert_eq!(read, Ok(vec!["TA-AIMS-2026-0001".to_owned(), "x 1".to_owned()]));
        assert!(listed("Number\n\n").is_err());
        assert!(listed(&"TA-1\n".repeat(MOST + 1)).is_err());
        assert_eq!(listed(&"TA-1\n".repeat(MOST)).map(|all| all.len()), Ok(MOST));
    }
}
