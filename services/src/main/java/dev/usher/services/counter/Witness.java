package dev.usher.services.counter;

/** Hears how one request is being answered. */
interface Witness {

    /** Does not listen. */
    Witness NONE =
            new Witness() {
                @Override
                public void counted(Job job, int before, int task) {}

                @Override
                public void sent(String result) {}
            };

    /**
     * One was added. Called by many threads at once.
     *
     * @param before how many had been added until then
     * @param task which of the request's tasks did it; counts from 0
     */
    void counted(Job job, int before, int task);

    /** There is a result, and it is about to be sent. */
    void sent(String result);
}
