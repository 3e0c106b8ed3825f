package dev.usher.services.files;

/**
 * The threads of a store: some for each kind of work, so that what is done in a moment never waits
 * behind what takes its time.
 */
final class StoreThreads implements AutoCloseable {
    private final DiskThreads pieces;
    private final DiskThreads chores;
    private final DiskThreads syncs;
    private final DiskThreads lists;
    private final DiskThreads digests;

    StoreThreads(DiskThreads.Explanation explanation) {
        pieces = new DiskThreads("usher-files-piece", 4, explanation);
        chores = new DiskThreads("usher-files-chore", 4, explanation);
        syncs = new DiskThreads("usher-files-sync", 8, explanation);
        lists = new DiskThreads("usher-files-list", 2, explanation);
        digests = new DiskThreads("usher-files-digest", 2, explanation);
    }

    /** For pieces of files, each done in a moment. */
    DiskThreads pieces() {
        return pieces;
    }

    /** For looking up names and such, each done in a moment too. */
    DiskThreads chores() {
        return chores;
    }

    /** For what waits until the disk has written; nobody else is to wait for that. */
    DiskThreads syncs() {
        return syncs;
    }

    /** For what looks at all files, and may take longer. */
    DiskThreads lists() {
        return lists;
    }

    /** For reading files whose digests are not known, a piece of each by turns. */
    DiskThreads digests() {
        return digests;
    }

    @Override
    public void close() {
        lists.close();
        syncs.close();
        digests.close();
        chores.close();
        pieces.close();
    }
}
