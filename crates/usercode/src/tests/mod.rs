mod answers;
mod jobs;
mod laws;
mod previews;
