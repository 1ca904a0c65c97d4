package dev.understudy.workflow.definition;

import java.util.List;

/** The workflows that runs can be started of. */
public interface Definitions {
  /**
   * @return the workflow as its file says it now
   * @throws DefinitionException when its file has mistakes
   * @throws dev.understudy.common.UnderstudyException CONFIGURATION when there is none
   */
  Definition get(String name);

  /** The names of all workflows, in order. */
  List<String> names();
}
