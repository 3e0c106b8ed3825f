package dev.usher.connection;

/** The right to write to a client while it is lent to a service that runs. */
public interface Loan {
    /** There never is one. */
    Loan NONE =
            new Loan() {
                @Override
                public boolean recall() {
                    return false;
                }

                @Override
                public boolean recallOwn() {
                    return true;
                }
            };

    /**
     * Recalls it, by any thread.
     *
     * @return whether it was lent; then it is the caller's now
     */
    boolean recall();

    /**
     * Recalls it, by the thread that has lent it.
     *
     * @return whether it has it now: it was not lent, or nobody else has recalled it
     */
    boolean recallOwn();
}
