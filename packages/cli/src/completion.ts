import type { Command } from "./command";
import { exits, misuse } from "./failure";

const shells = ["bash", "zsh", "fish"];

/** Prints shell completion scripts, generated from the commands. */
export const completionOf = (commands: readonly Command[], common: readonly string[]): Command => ({
  name: "completion",
  summary: `print the completion for ${shells.join(", ")}`,
  usage: "SHELL",
  positionals: { least: 1, most: 1 },
  options: {},
  notes: 'bash and zsh: eval "$(understudy completion bash)". fish: understudy completion fish | source.',
  async run({ positionals: [shell = ""], say, answer }) {
    if (!shells.includes(shell)) throw misuse(`completion supports ${shells.join(", ")}.`);
    const flags = (command: Command) => [...Object.keys(command.options), ...common].map((name) => `--${name}`);
    const names = [...commands.map(({ name }) => name), "completion", "help"];
    const script = shell === "fish" ? fish(commands, names, flags) : bash(commands, names, flags, shell === "zsh");
    answer({ shell, script });
    say(script);
    return exits.ok;
  },
});

type Flags = (command: Command) => string[];

function bash(commands: readonly Command[], names: string[], flags: Flags, isZsh: boolean): string {
  const cases = commands.map((command) => `    ${command.name}) words="${flags(command).join(" ")}" ;;`);
  return [
    ...(isZsh ? ["autoload -U +X bashcompinit && bashcompinit"] : []),
    "_understudy() {",
    '  local words="" current="' + "$" + '{COMP_WORDS[COMP_CWORD]}"',
    `  if [ "$COMP_CWORD" -eq 1 ]; then words="${names.join(" ")}"; else`,
    '  case "' + "$" + '{COMP_WORDS[1]}" in',
    ...cases,
    "  esac; fi",
    '  COMPREPLY=($(compgen -W "$words" -- "$current"))',
    "}",
    "complete -o default -F _understudy understudy",
  ].join("\n");
}

function fish(commands: readonly Command[], names: string[], flags: Flags): string {
  return [
    `complete -c understudy -n __fish_use_subcommand -f -a "${names.join(" ")}"`,
    ...commands.flatMap((command) =>
      flags(command).map(
        (flag) => `complete -c understudy -n "__fish_seen_subcommand_from ${command.name}" -l ${flag.slice(2)}`,
      ),
    ),
  ].join("\n");
}
