// The tables as diesel sees them; a test holds this file against the migrated database.

diesel::table! {
    analyses (image_key, source) {
        image_key -> Bytea,
        source -> Text,
        result -> Jsonb,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    comments (id) {
        id -> Uuid,
        post_id -> Uuid,
        user_id -> Uuid,
        body -> Text,
        created_at -> Timestamptz,
        edited_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    embeddings (post_id) {
        post_id -> Uuid,
        version -> Int4,
        vector -> Bytea,
        written_in -> Int8,
    }
}

diesel::table! {
    favorited_songs (user_id, song_id) {
        user_id -> Uuid,
        song_id -> Uuid,
        post_id -> Nullable<Uuid>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    folder_tracks (track) {
        track -> Text,
        song_id -> Uuid,
        path -> Text,
        modified_us -> Int8,
        byte_size -> Int8,
        content_type -> Text,
        present -> Bool,
        title -> Text,
        artist -> Text,
        album -> Text,
        genres -> Text,
        isrc -> Nullable<Text>,
        duration_ms -> Nullable<Int4>,
        art_key -> Nullable<Text>,
        art_path -> Nullable<Text>,
        art_broken -> Bool,
    }
}

diesel::table! {
    follows (follower_id, followed_id) {
        follower_id -> Uuid,
        followed_id -> Uuid,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    idempotency_keys (user_id, route, key) {
        user_id -> Uuid,
        route -> Text,
        key -> Text,
        fingerprint -> Bytea,
        resource_id -> Nullable<Uuid>,
        created_at -> Timestamptz,
        answer -> Nullable<Jsonb>,
    }
}

diesel::table! {
    jobs (id) {
        id -> Uuid,
        kind -> Text,
        post_id -> Nullable<Uuid>,
        attempts -> Int4,
        run_at -> Timestamptz,
        dead -> Bool,
        last_error -> Nullable<Text>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    keyword_counts (keyword) {
        keyword -> Text,
        post_count -> Int4,
    }
}

diesel::table! {
    likes (user_id, post_id) {
        user_id -> Uuid,
        post_id -> Uuid,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    login_attempts (id) {
        id -> Uuid,
        subject -> Bytea,
        attempted_at -> Timestamptz,
    }
}

diesel::table! {
    media (id) {
        id -> Uuid,
        storage_key -> Text,
        token -> Nullable<Text>,
        content_type -> Text,
        byte_size -> Int8,
        width -> Nullable<Int4>,
        height -> Nullable<Int4>,
        content_hash -> Bytea,
        post_id -> Nullable<Uuid>,
        avatar_of -> Nullable<Uuid>,
        song_id -> Nullable<Uuid>,
        created_at -> Timestamptz,
        doomed_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    personal_tokens (id) {
        id -> Uuid,
        user_id -> Uuid,
        token_hash -> Bytea,
        name -> Text,
        can_read -> Bool,
        can_write -> Bool,
        created_at -> Timestamptz,
        expires_at -> Nullable<Timestamptz>,
        last_used_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    playlist_songs (playlist_id, song_id) {
        playlist_id -> Uuid,
        song_id -> Uuid,
        post_id -> Nullable<Uuid>,
        position -> Int4,
    }
}

diesel::table! {
    playlists (id) {
        id -> Uuid,
        user_id -> Uuid,
        title -> Text,
        description -> Text,
        visibility -> Text,
        song_count -> Int4,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        order_number -> Int4,
    }
}

diesel::table! {
    post_keywords (post_id, position) {
        post_id -> Uuid,
        position -> Int4,
        keyword -> Text,
        score -> Float4,
        kind -> Text,
    }
}

diesel::table! {
    post_songs (post_id, song_id) {
        post_id -> Uuid,
        song_id -> Uuid,
        generation -> Int4,
        position -> Int4,
        score -> Float4,
        mood_match -> Bool,
        why -> Jsonb,
    }
}

diesel::table! {
    posts (id) {
        id -> Uuid,
        user_id -> Uuid,
        description -> Text,
        alt_text -> Text,
        visibility -> Text,
        sensitive -> Bool,
        status -> Text,
        failure_code -> Nullable<Text>,
        failure_message -> Nullable<Text>,
        image_key -> Bytea,
        width -> Int4,
        height -> Int4,
        thumbhash -> Bytea,
        palette -> Array<Text>,
        valence -> Nullable<Float4>,
        arousal -> Nullable<Float4>,
        mood_words -> Array<Text>,
        analysis_source -> Nullable<Text>,
        abstained -> Bool,
        analyzed_at -> Nullable<Timestamptz>,
        notices -> Jsonb,
        match_generation -> Int4,
        song_count -> Int4,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        wanted_generation -> Int4,
        waiting_for -> Array<Text>,
        outside_analysis -> Bool,
        comment_count -> Int4,
        like_count -> Int4,
    }
}

diesel::table! {
    ranked_posts (list, epoch, first_place) {
        list -> Text,
        epoch -> Int8,
        first_place -> Int4,
        post_ids -> Array<Uuid>,
    }
}

diesel::table! {
    rankings (list, epoch) {
        list -> Text,
        epoch -> Int8,
        made_at -> Timestamptz,
        replaced_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    refresh_tokens (token_hash) {
        token_hash -> Bytea,
        session_id -> Uuid,
        created_at -> Timestamptz,
        expires_at -> Timestamptz,
        used_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    sessions (id) {
        id -> Uuid,
        user_id -> Uuid,
        kind -> Text,
        user_agent -> Nullable<Text>,
        created_at -> Timestamptz,
        last_used_at -> Timestamptz,
    }
}

diesel::table! {
    shares (id) {
        id -> Uuid,
        post_id -> Uuid,
        expires_at -> Nullable<Timestamptz>,
        visit_count -> Int8,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    songs (id) {
        id -> Uuid,
        provider -> Text,
        provider_track_id -> Text,
        isrc -> Nullable<Text>,
        title -> Text,
        artist -> Text,
        album -> Nullable<Text>,
        year -> Nullable<Int4>,
        artwork_url -> Nullable<Text>,
        artwork_generated -> Nullable<Bool>,
        preview_state -> Nullable<Text>,
        preview_url -> Nullable<Text>,
        external_url -> Nullable<Text>,
        attribution -> Nullable<Text>,
        duration_ms -> Nullable<Int4>,
        explicit -> Nullable<Bool>,
        created_at -> Nullable<Timestamptz>,
        refreshed_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    tombstones (user_id, resource_id) {
        user_id -> Uuid,
        resource_id -> Uuid,
        deleted_at -> Timestamptz,
    }
}

diesel::table! {
    users (id) {
        id -> Uuid,
        username -> Text,
        email -> Text,
        password_hash -> Text,
        display_name -> Text,
        bio -> Text,
        favorites_public -> Bool,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        follower_count -> Int4,
        following_count -> Int4,
        post_count -> Int4,
    }
}

diesel::table! {
    vote_keywords (keyword, song_id, user_id, post_id) {
        keyword -> Text,
        song_id -> Uuid,
        user_id -> Uuid,
        post_id -> Uuid,
        value -> Int2,
    }
}

diesel::table! {
    vote_totals (post_id, song_id) {
        post_id -> Uuid,
        song_id -> Uuid,
        score -> Int4,
    }
}

diesel::table! {
    votes (user_id, post_id, song_id) {
        user_id -> Uuid,
        post_id -> Uuid,
        song_id -> Uuid,
        value -> Int2,
        created_at -> Timestamptz,
    }
}

diesel::joinable!(comments -> posts (post_id));
diesel::joinable!(comments -> users (user_id));
diesel::joinable!(embeddings -> posts (post_id));
diesel::joinable!(favorited_songs -> posts (post_id));
diesel::joinable!(favorited_songs -> songs (song_id));
diesel::joinable!(favorited_songs -> users (user_id));
diesel::joinable!(folder_tracks -> songs (song_id));
diesel::joinable!(idempotency_keys -> users (user_id));
diesel::joinable!(jobs -> posts (post_id));
diesel::joinable!(likes -> posts (post_id));
diesel::joinable!(likes -> users (user_id));
diesel::joinable!(media -> posts (post_id));
diesel::joinable!(media -> songs (song_id));
diesel::joinable!(media -> users (avatar_of));
diesel::joinable!(personal_tokens -> users (user_id));
diesel::joinable!(playlist_songs -> playlists (playlist_id));
diesel::joinable!(playlist_songs -> posts (post_id));
diesel::joinable!(playlist_songs -> songs (song_id));
diesel::joinable!(playlists -> users (user_id));
diesel::joinable!(post_keywords -> posts (post_id));
diesel::joinable!(post_songs -> posts (post_id));
diesel::joinable!(post_songs -> songs (song_id));
diesel::joinable!(posts -> users (user_id));
diesel::joinable!(refresh_tokens -> sessions (session_id));
diesel::joinable!(sessions -> users (user_id));
diesel::joinable!(shares -> posts (post_id));
diesel::joinable!(tombstones -> users (user_id));
diesel::joinable!(vote_totals -> posts (post_id));
diesel::joinable!(vote_totals -> songs (song_id));
diesel::joinable!(votes -> posts (post_id));
diesel::joinable!(votes -> songs (song_id));
diesel::joinable!(votes -> users (user_id));

diesel::allow_tables_to_appear_in_same_query!(
    analyses,
    comments,
    embeddings,
    favorited_songs,
    folder_tracks,
    follows,
    idempotency_keys,
    jobs,
    keyword_counts,
    likes,
    login_attempts,
    media,
    personal_tokens,
    playlist_songs,
    playlists,
    post_keywords,
    post_songs,
    posts,
    ranked_posts,
    rankings,
    refresh_tokens,
    sessions,
    shares,
    songs,
    tombstones,
    users,
    vote_keywords,
    vote_totals,
    votes,
);
