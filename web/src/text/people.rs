//! Words for what people do with each other: comments, likes, follows.

// Comments.
pub const COMMENTS: &str = "Comments";
pub const COMMENTS_NONE: &str = "Nobody has said anything yet. What do you see, or hear?";
pub const COMMENTS_MORE: &str = "Load more comments";
pub const COMMENTS_END: &str = "These are all the comments.";
pub const COMMENTS_ORDER: &str = "Order";
pub const NEWEST: &str = "Newest";
pub const OLDEST: &str = "Oldest";
pub const COMMENT_WRITE: &str = "Write a comment";
pub const COMMENT_SEND: &str = "Send";
pub const COMMENT_SENT: &str = "Your comment stands below.";
pub const COMMENT_EDIT: &str = "Your comment";
pub const COMMENT_SAVED: &str = "Your comment is changed.";
pub const COMMENT_DELETED: &str = "The comment is deleted.";
pub const COMMENT_DELETE_TITLE: &str = "Delete this comment?";
pub const COMMENT_DELETE_BODY: &str = "It goes away for good.";
pub const COMMENT_DELETE: &str = "Delete the comment";
pub const EDITED: &str = "edited";
pub const LOG_IN_TO_COMMENT: &str = "Log in to comment";

/// How many comments there are.
pub fn comments(count: u32) -> String {
    match count {
        0 => "None yet".to_owned(),
        1 => "1 comment".to_owned(),
        count => format!("{count} comments"),
    }
}

/// Announced when comments were added below.
pub fn comments_grew(count: usize) -> String {
    match count {
        1 => "1 more comment".to_owned(),
        count => format!("{count} more comments"),
    }
}

/// Name of a comment's menu.
pub fn comment_menu(name: &str) -> String {
    format!("What to do with the comment by {name}")
}

// Likes.
pub const LIKE: &str = "Like";
pub const LIKED: &str = "Liked.";
pub const LIKE_BACK: &str = "No longer liked.";
pub const LOG_IN_TO_LIKE: &str = "Log in to like pictures.";
pub const LIKES_TAB: &str = "Liked pictures";
pub const LIKES_LEAD: &str = "Pictures you like. Others see how many like a picture, not who.";
pub const LIKES_EMPTY_TITLE: &str = "No picture liked yet";
pub const LIKES_EMPTY_BODY: &str = "Press the star on a picture, and find it here.";
pub const LIKES_EMPTY_ACTION: &str = "Look at pictures";
pub const LIKES_END: &str = "These are all the pictures you like.";

/// Name of the button that likes a picture.
pub fn like_picture(name: &str, count: u32) -> String {
    let likes = match count {
        0 => String::new(),
        1 => ", 1 like".to_owned(),
        count => format!(", {count} likes"),
    };
    format!("Like the picture by {name}{likes}")
}

// Follows.
pub const FOLLOW: &str = "Follow";
pub const FOLLOWING: &str = "Following";
pub const FOLLOWERS: &str = "Followers";
pub const FOLLOWED: &str = "You follow them now. Their pictures stand under “Following” at home.";
pub const FOLLOW_BACK: &str = "You follow them no more.";
pub const LOG_IN_TO_FOLLOW: &str = "Log in to follow people.";
pub const PEOPLE_MORE: &str = "Load more people";
pub const PEOPLE_END: &str = "That is everybody.";
pub const NO_FOLLOWERS: &str = "No followers yet";
pub const NO_FOLLOWERS_BODY: &str = "Whoever follows them will stand here.";
pub const NOBODY_FOLLOWED: &str = "Nobody followed yet";
pub const NOBODY_FOLLOWED_BODY: &str = "Whomever they follow will stand here.";
pub const FEED_TABS: &str = "Whose pictures";
pub const FEED_EVERYBODY: &str = "Everybody";
pub const FEED_QUIET_TITLE: &str = "Quiet here so far";
pub const FEED_QUIET_BODY: &str = "Follow people on their profiles, and what they show to everybody hangs here.";
pub const FEED_QUIET_ACTION: &str = "See everybody’s pictures";
pub const FEED_FOLLOWING_END: &str = "You have seen everything of those you follow.";

/// Name of the button that follows somebody.
pub fn follow_person(name: &str) -> String {
    format!("Follow {name}")
}

/// The tab with those who follow somebody.
pub fn followers(count: u32) -> String {
    match count {
        1 => "1 follower".to_owned(),
        count => format!("{count} followers"),
    }
}

/// The tab with those whom somebody follows.
pub fn following(count: u32) -> String {
    format!("{count} following")
}

/// Announced when people were added below.
pub fn people_grew(count: usize) -> String {
    match count {
        1 => "1 more person".to_owned(),
        count => format!("{count} more people"),
    }
}
