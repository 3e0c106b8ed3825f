package dev.usher.commands;

import org.jspecify.annotations.Nullable;

/** How one request wants to be answered. */
sealed interface Dialect {
    Dialect TEXT = new Text();

    /** JSON-RPC when it is not known which request is answered. */
    Dialect JSON_RPC = new JsonRpc("null");

    /** The answer that gives the result. */
    Answer result(Reply reply);

    /** The answer that says why there is none. */
    Answer problem(Problem problem);

    /** What stands before a result that is sent in pieces; {@code null} if none is wanted. */
    @Nullable String beforeResult();

    /** What stands behind it. */
    String afterResult();

    /** Plain lines. */
    record Text() implements Dialect {
        @Override
        public Answer result(Reply reply) {
            var text = reply.text();
            var answer = text == null ? Answer.NONE : Answer.line(text).followedBy(reply.payload());
            return answer.then(reply.sequel(), Speech.TEXT);
        }

        @Override
        public Answer problem(Problem problem) {
            return Answer.line(problem.line());
        }

        @Override
        public String beforeResult() {
            return "";
        }

        @Override
        public String afterResult() {
            return "";
        }
    }

    /**
     * JSON-RPC 2.0.
     *
     * @param id the request's id as JSON, just as the client wrote it; {@code null} for a
     *     notification, which is not answered whatever happens
     */
    record JsonRpc(@Nullable String id) implements Dialect {
        @Override
        public Answer result(Reply reply) {
            return answer("\"result\":" + reply.json()).then(reply.sequel(), Speech.JSON_RPC);
        }

        @Override
        public Answer problem(Problem problem) {
            var message = Json.write(problem.message());
            var data = problem.data() == null ? "" : ",\"data\":" + Json.write(problem.data());
            return answer(
                    "\"error\":{\"code\":"
                            + problem.number()
                            + ",\"message\":"
                            + message
                            + data
                            + "}");
        }

        private Answer answer(String member) {
            return id == null ? Answer.NONE : Answer.line(opening() + member + "}");
        }

        private String opening() {
            return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",";
        }

        @Override
        public @Nullable String beforeResult() {
            return id == null ? null : opening() + "\"result\":";
        }

        @Override
        public String afterResult() {
            return "}";
        }
    }
}
