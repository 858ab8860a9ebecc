//! Names in regular expressions: of groups, and of properties of characters.

pub(super) fn is_name(name: &str) -> bool {
    let starts = |c: char| c.is_alphabetic() || c == '_' || c == '$';
    name.starts_with(starts) && name.chars().all(|c| starts(c) || c.is_alphanumeric())
}

/// Whether `\p{…}` can have this name. Scripts are not checked.
pub(super) fn is_property(name: &str) -> bool {
    match name.split_once('=') {
        Some(("Script" | "sc" | "Script_Extensions" | "scx", value)) => !value.is_empty(),
        Some(("General_Category" | "gc", value)) => CATEGORIES.contains(&value),
        Some(_) => false,
        None => CATEGORIES.contains(&name) || PROPERTIES.contains(&name),
    }
}

/// From ECMAScript 2024, table 71.
#[rustfmt::skip]
const CATEGORIES: &[&str] = &[
    "C", "Cased_Letter", "Cc", "Cf", "Close_Punctuation", "Cn", "Co", "Combining_Mark",
    "Connector_Punctuation", "Control", "Cs", "Currency_Symbol", "Dash_Punctuation",
    "Decimal_Number", "Enclosing_Mark", "Final_Punctuation", "Format", "Initial_Punctuation", "L",
    "LC", "Letter", "Letter_Number", "Line_Separator", "Ll", "Lm", "Lo", "Lowercase_Letter", "Lt",
    "Lu", "M", "Mark", "Math_Symbol", "Mc", "Me", "Mn", "Modifier_Letter", "Modifier_Symbol", "N",
    "Nd", "Nl", "No", "Nonspacing_Mark", "Number", "Open_Punctuation", "Other", "Other_Letter",
    "Other_Number", "Other_Punctuation", "Other_Symbol", "P", "Paragraph_Separator", "Pc", "Pd",
    "Pe", "Pf", "Pi", "Po", "Private_Use", "Ps", "Punctuation", "S", "Sc", "Separator", "Sk", "Sm",
    "So", "Space_Separator", "Spacing_Mark", "Surrogate", "Symbol", "Titlecase_Letter",
    "Unassigned", "Uppercase_Letter", "Z", "Zl", "Zp", "Zs", "cntrl", "digit", "punct",
];

/// From ECMAScript 2024, tables 69 and 70.
#[rustfmt::skip]
const PROPERTIES: &[&str] = &[
    "AHex", "ASCII", "ASCII_Hex_Digit", "Alpha", "Alphabetic", "Any", "Assigned",
    "Basic_Emoji", "Bidi_C", "Bidi_Control", "Bidi_M", "Bidi_Mirrored", "CI", "CWCF", "CWCM",
    "CWKCF", "CWL", "CWT", "CWU", "Case_Ignorable", "Cased", "Changes_When_Casefolded",
    "Changes_When_Casemapped", "Changes_When_Lowercased", "Changes_When_NFKC_Casefolded",
    "Changes_When_Titlecased", "Changes_When_Uppercased", "DI", "Dash",
    "Default_Ignorable_Code_Point", "Dep", "Deprecated", "Dia", "Diacritic", "EBase", "EComp",
    "EMod", "EPres", "Emoji", "Emoji_Component", "Emoji_Keycap_Sequence", "Emoji_Modifier",
    "Emoji_Modifier_Base", "Emoji_Presentation", "Ext", "ExtPict", "Extended_Pictographic",
    "Extender", "Gr_Base", "Gr_Ext", "Grapheme_Base", "Grapheme_Extend", "Hex", "Hex_Digit", "IDC",
    "IDS", "IDSB", "IDST", "IDS_Binary_Operator", "IDS_Trinary_Operator", "ID_Continue",
    "ID_Start", "Ideo", "Ideographic", "Join_C", "Join_Control", "LOE", "Logical_Order_Exception",
    "Lower", "Lowercase", "Math", "NChar", "Noncharacter_Code_Point", "Pat_Syn", "Pat_WS",
    "Pattern_Syntax", "Pattern_White_Space", "QMark", "Quotation_Mark", "RGI_Emoji",
    "RGI_Emoji_Flag_Sequence", "RGI_Emoji_Modifier_Sequence", "RGI_Emoji_Tag_Sequence",
    "RGI_Emoji_ZWJ_Sequence", "RI", "Radical", "Regional_Indicator", "SD", "STerm",
    "Sentence_Terminal", "Soft_Dotted", "Term", "Terminal_Punctuation", "UIdeo",
    "Unified_Ideograph", "Upper", "Uppercase", "VS", "Variation_Selector", "White_Space", "XIDC",
    "XIDS", "XID_Continue", "XID_Start", "space",
];
