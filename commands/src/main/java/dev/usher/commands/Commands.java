package dev.usher.commands;

import dev.usher.Call;
import dev.usher.FailureException;
import dev.usher.Protocol;
import dev.usher.Service;

import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * The commands of a service, declared as a sealed interface of records, and everything that follows
 * from the declaration: how they are typed, how they are called over JSON-RPC, and what {@code
 * help} says about them. Immutable.
 *
 * <pre>{@code
 * sealed interface Greeting {
 *     @Command("greets somebody")
 *     record Greet(String name, Optional<Integer> times) implements Greeting {}
 * }
 *
 * static Reply answer(Greeting command) {
 *     return switch (command) {
 *         case Greeting.Greet(var name, var times) ->
 *                 Reply.of("hello ".repeat(times.orElse(1)) + name);
 *     };
 * }
 *
 * var commands = Commands.of(Greeting.class);
 * Server.on(9999).serve(commands.protocol(), commands.answering(command -> answer(command)))
 * }</pre>
 *
 * <p>A client says {@code greet Alice 2}, {@code greet "Alice Brown"} or {@code
 * {"jsonrpc":"2.0","id":1,"method":"greet","params":{"name":"Alice"}}}, and is answered in the same
 * dialect; it may ask for {@code help}, and {@code quit}.
 *
 * <p>Components are of type {@code String}, {@code int}, {@code long}, {@code BigDecimal}, {@code
 * boolean}, an enum, or {@code JsonNode}; the last ones may be {@code Optional} of these. A record
 * may check its components and throw an {@link IllegalArgumentException}: its message tells the
 * client what is wrong.
 *
 * @param <R> the sealed interface
 */
public final class Commands<R> {

    /**
     * What a service does.
     *
     * @param <R> its commands
     */
    @FunctionalInterface
    public interface Handler<R> {
        /**
         * Carries out one command; may block.
         *
         * @throws FailureException {@linkplain FailureException#rejected rejected}: the client is
         *     told {@code ERROR} with code and message, or JSON-RPC error -32001 with the code in
         *     its data
         * @throws Exception a defect, as {@link Service#serve}
         */
        Reply answer(R command, Call<Answer> call) throws Exception;
    }

    /**
     * What a service does that needs nothing but the command.
     *
     * @param <R> its commands
     */
    @FunctionalInterface
    public interface Function<R> {
        /**
         * Carries out one command; may block.
         *
         * @throws Exception as {@link Handler#answer}
         */
        Reply answer(R command) throws Exception;
    }

    private final Grammar<R> grammar;

    private Commands(Grammar<R> grammar) {
        this.grammar = grammar;
    }

    /**
     * Reads the declaration.
     *
     * @param declaration a sealed interface, all of whose members are records with {@link Command}
     *     or sealed interfaces of such. Its package must be open to this module
     * @throws IllegalArgumentException if something is wrong with it: which place, and what
     */
    public static <R> Commands<R> of(Class<R> declaration) {
        return new Commands<>(new Grammar<>(declaration));
    }

    /** How clients and the service speak: lines of text and of JSON-RPC, as each client likes. */
    public Protocol<Request<R>, Answer> protocol() {
        return peer -> new LineCodec<>(grammar);
    }

    /** The service that has each command carried out by this handler. */
    public Service<Request<R>, Answer> serving(Handler<R> handler) {
        return new CommandService<>(grammar, Objects.requireNonNull(handler));
    }

    /** The service that has each command carried out by this function. */
    public Service<Request<R>, Answer> answering(Function<R> function) {
        Objects.requireNonNull(function);
        return serving((command, call) -> function.answer(command));
    }

    /** How the commands are called, those that every service has at the end. */
    public List<Signature> signatures() {
        return grammar.signatures();
    }

    /** Lines as clients might send them, for tests; the same random numbers give the same lines. */
    public RandomLines randomLines(RandomGenerator random) {
        return new RandomLines(grammar.signatures(), random);
    }
}
