package dev.usher.services.calculator;

import dev.usher.FailureException;
import dev.usher.Listener;
import dev.usher.commands.Commands;
import dev.usher.commands.Reply;

import java.math.BigDecimal;
import java.util.Objects;

/**
 * Calculates with exact decimal numbers: {@code divide 6 3} is 2, {@code 2 * (3 + 4) ^ 2} is 98.
 * What has no result is rejected as {@code invalid}.
 */
public final class Calculator {
    private static final Commands<CalculatorRequest> COMMANDS =
            Commands.of(CalculatorRequest.class);

    /** A calculator; it keeps nothing, so one can serve many listeners. */
    public Calculator() {}

    /** This listener with a calculator on it. */
    public Listener on(Listener listener) {
        return listener.serve(COMMANDS.protocol(), COMMANDS.answering(Calculator::answer));
    }

    private static Reply answer(CalculatorRequest request) throws FailureException {
        try {
            return Reply.of(result(request));
        } catch (CalculationException impossible) {
            var why = Objects.requireNonNull(impossible.getMessage());
            throw FailureException.rejected("invalid", why);
        }
    }

    private static BigDecimal result(CalculatorRequest request) {
        return switch (request) {
            case CalculatorRequest.Add(var a, var b) -> Arithmetic.add(a, b);
            case CalculatorRequest.Subtract(var a, var b) -> Arithmetic.subtract(a, b);
            case CalculatorRequest.Multiply(var a, var b) -> Arithmetic.multiply(a, b);
            case CalculatorRequest.Divide(var a, var b) -> Arithmetic.divide(a, b);
            case CalculatorRequest.Power(var base, var exponent) ->
                    Arithmetic.power(base, exponent);
            case CalculatorRequest.Evaluate(var expression) -> Expression.evaluate(expression);
        };
    }
}
