//! CSV as people have it: marks, encodings, separators, odd rows.

use super::adds_up;
use crate::ai_systems::csv_reading::{MOST_BYTES, read};
use crate::ai_systems::*;
use proptest::prelude::*;

#[test]
fn marks_encodings_and_separators_are_recognised() {
    let plain = "name,owner\nGröße,A\n";
    let utf_16: Vec<u8> =
        [0xFF, 0xFE].into_iter().chain(plain.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let latin = b"name;owner\r\nGr\xF6\xDFe;A\r\n".to_vec();
    let marked = [b"\xEF\xBB\xBF", plain.as_bytes()].concat();
    let announced = b"sep=|\nname|owner\nGr\xC3\xB6\xC3\x9Fe|A\n".to_vec();
    let tabbed = plain.replace(',', "\t").into_bytes();
    for bytes in [plain.as_bytes().to_vec(), utf_16, latin, marked, announced, tabbed] {
        let sheet = read(&bytes).unwrap();
        assert_eq!(sheet.header, ["name", "owner"]);
        assert_eq!(sheet.rows[0].cells, ["Größe", "A"]);
        assert_eq!(sheet.rows[0].number, 2);
    }
    assert_eq!(read(b"name\nSmith, Jones and Co\nOther\n").unwrap().rows.len(), 2);
}

#[test]
fn rows_are_numbered_as_a_spreadsheet_numbers_them() {
    let text = "name,purpose\r\n\r\nOne,\"a\r\nb\"\r\n,\r\nTwo,c\r\n\r\n\r\nThree,5\" screen\r\n";
    let sheet = read(text.as_bytes()).unwrap();
    let numbers: Vec<_> = sheet.rows.iter().map(|row| row.number).collect();
    assert_eq!(numbers, [3, 5, 8]);
    assert_eq!(sheet.rows[0].cells, ["One", "a\r\nb"]);
    assert_eq!(sheet.rows[2].cells, ["Three", "5\" screen"]);
}

#[test]
fn forty_columns_can_be_read_and_sixty_one_cannot() {
    let wide = |n: usize| (1..=n).map(|n| format!("c{n}")).collect::<Vec<_>>().join(",");
    assert_eq!(read(format!("{}\n{}\n", wide(40), wide(40)).as_bytes()).unwrap().header.len(), 40);
    assert!(
        read(format!("{}\n{}\n", wide(61), wide(61)).as_bytes())
            .unwrap_err()
            .contains("61 columns")
    );
    assert!(read(&vec![b'a'; MOST_BYTES + 1]).unwrap_err().contains("larger than 5 MB"));
}

#[test]
fn rows_of_another_shape_are_named_and_so_is_a_file_that_breaks_off() {
    let sheet = read(b"name,purpose,owner\nOne,a, b, and c\nTwo,x,y\nThree,he").unwrap();
    let rows = judge(&sheet, &Mapping::propose(&sheet.header), &Default::default());
    assert!(rows[0].troubles[0].why.contains("4 cells, the header 3"));
    assert!(rows[1].is_good());
    assert!(rows[2].troubles[0].why.contains("may break off"));
    assert!(
        read("name,x\nGröße,ü\nMü".as_bytes().split_last().unwrap().1)
            .unwrap_err()
            .contains("breaks off")
    );
}

#[test]
fn our_own_example_maps_onto_every_field_and_has_no_trouble() {
    let sheet = read(&example().unwrap()).unwrap();
    let mapping = Mapping::propose(&sheet.header);
    assert_eq!(mapping.0.len(), FIELDS.len());
    assert!(judge(&sheet, &mapping, &Default::default())[0].is_good());
}

proptest! {
    #[test]
    fn no_bytes_at_all_bring_it_down_and_the_counts_add_up(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        adds_up(&bytes);
    }

    #[test]
    fn nor_does_anything_that_looks_like_csv(text in "[a-c\",;\t|\r\n é]{0,200}") {
        adds_up(text.as_bytes());
    }

    #[test]
    fn what_a_writer_writes_is_read_back(cells in proptest::collection::vec(("[a-zA-Z,;\"\n]{1,20}", "[a-z,\"]{0,9}"), 1..20)) {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(["name", "owner"]).unwrap();
        for (one, two) in &cells {
            writer.write_record([format!("x{one}x"), two.clone()]).unwrap();
        }
        let sheet = read(&writer.into_inner().unwrap()).unwrap();
        prop_assert_eq!(sheet.separator, b',');
        let back: Vec<_> = sheet.rows.iter().map(|row| row.cells[0].clone()).collect();
        let written: Vec<_> = cells.iter().map(|(one, _)| format!("x{one}x")).collect();
        prop_assert_eq!(back, written);
    }
}
