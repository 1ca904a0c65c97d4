package dev.understudy;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The floors hold: a package imports only from floors below its own. */
class ArchitectureTest {
  private static final String ROOT = "dev.understudy";
  private static JavaClasses product;

  @BeforeAll
  static void importProduct() {
    product =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);
  }

  @Test
  void packagesImportOnlyFromFloorsBelow() {
    ArchRuleDefinition.classes().should(keepTheFloors()).check(product);
  }

  @Test
  void everyPackageHasAFloor() {
    Set<String> packages = new TreeSet<>();
    product.forEach(type -> packages.add(packageOf(type)));
    assertThat(packages).isSubsetOf(Floors.packages());
  }

  @Test
  void noPackagesUseEachOtherInACircle() {
    slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(product);
  }

  @Test
  void theEngineKnowsNeitherHostsNorPostgresql() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".workflow..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ROOT + ".host..", ROOT + ".postgres..")
        .because(
            "the engine could be lifted out as a library; what knows hosts or PostgreSQL belongs"
                + " into a step type in steps, which the engine calls through StepType")
        .check(product);
  }

  @Test
  void packagesThatReachOutsideCannotHoldTheWriterConnection() {
    noClasses()
        .that()
        .resideInAnyPackage(
            ROOT + ".host..",
            ROOT + ".postgres..",
            ROOT + ".archive..",
            ROOT + ".cloud..",
            ROOT + ".notify..",
            ROOT + ".steps..",
            ROOT + ".cli..",
            ROOT + ".web..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.jdbi..")
        .because(
            "whoever waits for the outside must not hold the one writer connection meanwhile; put"
                + " the statement into a method of the package that owns the table")
        .allowEmptyShould(true)
        .check(product);
  }

  @Test
  void onlyTheClockKnowsQuartz() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".schedule..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.quartz..")
        .because("Quartz is an alarm clock behind schedule.Alarms; use that")
        .check(product);
  }

  private static ArchCondition<JavaClass> keepTheFloors() {
    return new ArchCondition<>("import only from floors below") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        type.getDirectDependenciesFromSelf().stream()
            .filter(dependency -> packageOf(dependency.getTargetClass()) != null)
            .forEach(
                dependency ->
                    Floors.objection(packageOf(type), packageOf(dependency.getTargetClass()))
                        .ifPresent(
                            objection ->
                                events.add(
                                    SimpleConditionEvent.violated(
                                        type, dependency.getDescription() + ": " + objection))));
      }
    };
  }

  /** The package directly under the root; null for classes of others. */
  private static String packageOf(JavaClass type) {
    String name = type.getBaseComponentType().getPackageName();
    if (!name.startsWith(ROOT + ".")) {
      return null;
    }
    String below = name.substring(ROOT.length() + 1) + ".";
    return below.substring(0, below.indexOf('.'));
  }
}
