//! Which lists are compared although they do not include each other.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shelves {
    /// All lists with each other.
    One,
    /// The lists of each directory.
    Directories,
    /// None.
    Apart,
}

/// Gives the same number to lists that are compared.
pub(super) struct ShelfNumbers {
    shelves: Shelves,
    directories: HashMap<PathBuf, u32>,
}

impl ShelfNumbers {
    pub(super) fn new(shelves: Shelves) -> ShelfNumbers {
        ShelfNumbers { shelves, directories: HashMap::new() }
    }

    /// The number of a list in a group of lists that include each other.
    pub(super) fn of(&mut self, path: Option<&Path>, group: usize) -> u32 {
        // Above the numbers of directories.
        const APART: u32 = 1 << 31;
        match (self.shelves, path) {
            (Shelves::One, Some(_)) => 0,
            (Shelves::Directories, Some(path)) => {
                let directory = path.parent().unwrap_or(Path::new("")).to_owned();
                let next = self.directories.len() as u32;
                *self.directories.entry(directory).or_insert(next)
            }
            // Rules that were given as arguments, or came through a pipe, are no part of a directory.
            (Shelves::Apart, _) | (_, None) => APART | group as u32,
        }
    }
}
