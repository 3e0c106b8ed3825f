package dev.usher.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import picocli.CommandLine.Command;

/** How the parts of the command line depend on one another. */
@AnalyzeClasses(packages = "dev.usher.cli", importOptions = DoNotIncludeTests.class)
class PackagesTest {
    @ArchTest
    static final ArchRule noPackageDependsOnItself =
            slices().matching("dev.usher.cli.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule whatCommandsStandOnKnowsNoCommand =
            noClasses()
                    .that()
                    .resideInAnyPackage(
                            "dev.usher.cli.arguments..",
                            "dev.usher.cli.config..",
                            "dev.usher.cli.log..",
                            "dev.usher.cli.offer..",
                            "dev.usher.cli.terminal..")
                    .should()
                    .dependOnClassesThat()
                    .areAnnotatedWith(Command.class);
}
