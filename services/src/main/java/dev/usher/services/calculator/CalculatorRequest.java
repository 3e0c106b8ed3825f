package dev.usher.services.calculator;

import dev.usher.commands.Command;
import dev.usher.commands.DefaultCommand;
import dev.usher.commands.Rest;

import java.math.BigDecimal;

/** What a calculator can be asked. */
sealed interface CalculatorRequest {

    @Command("adds two numbers")
    record Add(BigDecimal a, BigDecimal b) implements CalculatorRequest {}

    @Command("subtracts the second number from the first")
    record Subtract(BigDecimal a, BigDecimal b) implements CalculatorRequest {}

    @Command("multiplies two numbers")
    record Multiply(BigDecimal a, BigDecimal b) implements CalculatorRequest {}

    @Command("divides the first number by the second, exactly or to 34 significant digits")
    record Divide(BigDecimal a, BigDecimal b) implements CalculatorRequest {}

    @Command("raises a number to a whole power")
    record Power(BigDecimal base, BigDecimal exponent) implements CalculatorRequest {}

    @Command("evaluates an expression of + - * / ^ and parentheses")
    @DefaultCommand
    record Evaluate(@Rest String expression) implements CalculatorRequest {}
}
