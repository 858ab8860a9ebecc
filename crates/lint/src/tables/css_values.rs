//! The values of a few properties: those that filter lists set, and that take one word of a few.

/// What a property takes.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Takes {
    /// One of these words.
    Words(&'static [&'static str]),
    /// A length: a number has to have a unit.
    Length,
    Color,
    /// Functions with spaces between them, or `none`.
    Functions,
}

/// What is known of the values of a property, by its name in lower case.
pub(crate) fn of(property: &str) -> Option<Takes> {
    Some(match property {
        "display" => Takes::Words(DISPLAY),
        "visibility" => Takes::Words(&["collapse", "hidden", "visible"]),
        "position" => {
            Takes::Words(&["-webkit-sticky", "absolute", "fixed", "relative", "static", "sticky"])
        }
        "float" => Takes::Words(&["inline-end", "inline-start", "left", "none", "right"]),
        "width" | "height" | "min-width" | "min-height" | "max-width" | "max-height" | "top"
        | "left" | "right" | "bottom" => Takes::Length,
        "transform" | "filter" | "backdrop-filter" => Takes::Functions,
        "color" | "background-color" | "border-color" => Takes::Color,
        _ => return None,
    })
}

/// Words that every property takes.
pub(crate) fn is_for_all(word: &str) -> bool {
    matches!(word, "inherit" | "initial" | "revert" | "revert-layer" | "unset")
}

pub(crate) fn is_color(word: &str) -> bool {
    COLORS.binary_search(&word).is_ok()
}

#[rustfmt::skip]
static DISPLAY: &[&str] = &[
    "-moz-box", "-webkit-box", "-webkit-inline-box", "block", "contents", "flex", "flow",
    "flow-root", "grid", "inline", "inline-block", "inline-flex", "inline-grid",
    "inline-table", "list-item", "math", "none", "ruby", "ruby-base", "ruby-base-container",
    "ruby-text", "ruby-text-container", "run-in", "table", "table-caption", "table-cell",
    "table-column", "table-column-group", "table-footer-group", "table-header-group",
    "table-row", "table-row-group",
];

#[rustfmt::skip]
static COLORS: &[&str] = &[
    "accentcolor", "accentcolortext", "activetext", "aliceblue", "antiquewhite", "aqua",
    "aquamarine", "azure", "beige", "bisque", "black", "blanchedalmond", "blue", "blueviolet",
    "brown", "burlywood", "buttonborder", "buttonface", "buttontext", "cadetblue", "canvas",
    "canvastext", "chartreuse", "chocolate", "coral", "cornflowerblue", "cornsilk", "crimson",
    "currentcolor", "cyan", "darkblue", "darkcyan", "darkgoldenrod", "darkgray", "darkgreen",
    "darkgrey", "darkkhaki", "darkmagenta", "darkolivegreen", "darkorange", "darkorchid",
    "darkred", "darksalmon", "darkseagreen", "darkslateblue", "darkslategray",
    "darkslategrey", "darkturquoise", "darkviolet", "deeppink", "deepskyblue", "dimgray",
    "dimgrey", "dodgerblue", "field", "fieldtext", "firebrick", "floralwhite", "forestgreen",
    "fuchsia", "gainsboro", "ghostwhite", "gold", "goldenrod", "gray", "graytext", "green",
    "greenyellow", "grey", "highlight", "highlighttext", "honeydew", "hotpink", "indianred",
    "indigo", "ivory", "khaki", "lavender", "lavenderblush", "lawngreen", "lemonchiffon",
    "lightblue", "lightcoral", "lightcyan", "lightgoldenrodyellow", "lightgray", "lightgreen",
    "lightgrey", "lightpink", "lightsalmon", "lightseagreen", "lightskyblue",
    "lightslategray", "lightslategrey", "lightsteelblue", "lightyellow", "lime", "limegreen",
    "linen", "linktext", "magenta", "mark", "marktext", "maroon", "mediumaquamarine",
    "mediumblue", "mediumorchid", "mediumpurple", "mediumseagreen", "mediumslateblue",
    "mediumspringgreen", "mediumturquoise", "mediumvioletred", "midnightblue", "mintcream",
    "mistyrose", "moccasin", "navajowhite", "navy", "oldlace", "olive", "olivedrab", "orange",
    "orangered", "orchid", "palegoldenrod", "palegreen", "paleturquoise", "palevioletred",
    "papayawhip", "peachpuff", "peru", "pink", "plum", "powderblue", "purple",
    "rebeccapurple", "red", "rosybrown", "royalblue", "saddlebrown", "salmon", "sandybrown",
    "seagreen", "seashell", "selecteditem", "selecteditemtext", "sienna", "silver", "skyblue",
    "slateblue", "slategray", "slategrey", "snow", "springgreen", "steelblue", "tan", "teal",
    "thistle", "tomato", "transparent", "turquoise", "violet", "visitedtext", "wheat",
    "white", "whitesmoke", "yellow", "yellowgreen",
];

#[cfg(test)]
mod tests {
    use super::{COLORS, DISPLAY};

    #[test]
    fn words_are_in_order() {
        assert!(COLORS.is_sorted_by(|a, b| a < b) && DISPLAY.is_sorted_by(|a, b| a < b));
    }
}
