package dev.usher.tests;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * Dependencies run one way, along the way of a client. The root package is both the API, which
 * everything may use, and the entry, which uses everything; so it is left out of the rules on what
 * others may use, and the direction is the other packages'.
 */
@AnalyzeClasses(packages = "dev.usher", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String API = "dev.usher";
    private static final String ACCEPT = "dev.usher.accept..";
    private static final String ADMISSION = "dev.usher.admission..";
    private static final String CLIENT = "dev.usher.client..";
    private static final String CONNECTION = "dev.usher.connection..";
    private static final String PIPELINE = "dev.usher.pipeline..";
    private static final String PROTOCOL = "dev.usher.protocol..";
    private static final String TRANSPORT = "dev.usher.transport..";
    private static final String STORAGE = "dev.usher.storage..";
    private static final String[] CORE = {
        API, ACCEPT, ADMISSION, CLIENT, CONNECTION, PIPELINE, PROTOCOL, TRANSPORT
    };
    private static final String[] INTERNAL = {ACCEPT, ADMISSION, CONNECTION, PIPELINE, TRANSPORT};

    @ArchTest
    static final ArchRule admissionAndProtocolKnowNothingOfSockets =
            noClasses()
                    .that()
                    .resideInAnyPackage(ADMISSION, PROTOCOL)
                    .should()
                    .dependOnClassesThat(
                            resideInAnyPackage("java.nio.channels..", "javax.net..")
                                    .or(JavaClass.Predicates.assignableTo(Socket.class))
                                    .or(JavaClass.Predicates.assignableTo(ServerSocket.class))
                                    .or(JavaClass.Predicates.assignableTo(DatagramSocket.class)));

    @ArchTest
    static final ArchRule admissionStartsNothingAndSleepsNever =
            noClasses()
                    .that()
                    .resideInAPackage(ADMISSION)
                    .should()
                    .dependOnClassesThat()
                    .areAssignableTo(Thread.class);

    @ArchTest static final ArchRule acceptingStandsAlone = alone(ACCEPT);

    @ArchTest static final ArchRule admissionStandsAlone = alone(ADMISSION);

    @ArchTest static final ArchRule protocolsStandAlone = alone(PROTOCOL);

    @ArchTest static final ArchRule transportStandsAlone = alone(TRANSPORT);

    private static ArchRule alone(String part) {
        return noClasses()
                .that()
                .resideInAPackage(part)
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("dev.usher..").and(not(resideInAnyPackage(API, part))))
                .because("it is understood and tested by itself");
    }

    @ArchTest
    static final ArchRule aConnectionKnowsNothingOfWhatIsAskedOverIt =
            noClasses()
                    .that()
                    .resideInAPackage(CONNECTION)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(PIPELINE, PROTOCOL);

    @ArchTest
    static final ArchRule aClientKnowsNothingOfServers =
            noClasses()
                    .that()
                    .resideInAPackage(CLIENT)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(INTERNAL);

    @ArchTest
    static final ArchRule aServerKnowsNothingOfClients =
            noClasses()
                    .that()
                    .resideInAnyPackage(CORE)
                    .and()
                    .resideOutsideOfPackage(CLIENT)
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(CLIENT);

    @ArchTest
    static final ArchRule aPipelineKnowsConnectionsAndNothingBeforeThem =
            noClasses()
                    .that()
                    .resideInAPackage(PIPELINE)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(ACCEPT, ADMISSION, PROTOCOL, TRANSPORT);

    @ArchTest
    static final ArchRule noPackageOfTheLibraryDependsOnItself =
            slices().matching("dev.usher.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule theLibraryDependsOnTheJdkAlone =
            classes()
                    .that()
                    .resideInAnyPackage(CORE)
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            "dev.usher..",
                            "java..",
                            "javax.net.ssl..",
                            "jdk.net",
                            "org.jspecify.annotations");

    @ArchTest
    static final ArchRule theLibraryKnowsNobodyWhoUsesIt =
            noClasses()
                    .that()
                    .resideInAnyPackage(CORE)
                    .should()
                    .dependOnClassesThat(
                            resideInAnyPackage("dev.usher..").and(not(resideInAnyPackage(CORE))));

    @ArchTest
    static final ArchRule servicesKnowNothingOfDatabases =
            noClasses()
                    .that()
                    .resideInAPackage("dev.usher..")
                    .and()
                    .resideOutsideOfPackages(STORAGE, "dev.usher.cli..", "dev.usher.bench..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            STORAGE,
                            "java.sql..",
                            "org.sqlite..",
                            "org.postgresql..",
                            "com.zaxxer..");

    @ArchTest
    static final ArchRule onlyStorageSpeaksSql =
            noClasses()
                    .that()
                    .resideInAPackage("dev.usher..")
                    .and()
                    .resideOutsideOfPackage(STORAGE)
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("java.sql..");

    @ArchTest
    static final ArchRule whatServicesKeepIsKeptApart =
            slices().matching("dev.usher.storage.(*)..").should().notDependOnEachOther();

    @ArchTest
    static final ArchRule whoUsesTheLibraryKnowsNothingOfItsInside =
            noClasses()
                    .that()
                    .resideInAPackage("dev.usher..")
                    .and()
                    .resideOutsideOfPackages(CORE)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(INTERNAL);
}
