import type { Command } from 'commander';

/** The group of commands of a name, made when it is not there: several files add to one. */
export function groupOf(program: Command, name: string, description: string): Command {
  return program.commands.find((command) => command.name() === name) ?? program.command(name).description(description);
}
