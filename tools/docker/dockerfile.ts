// Reads a Dockerfile as far as ours needs it: stages with their steps in order. Throws for anything it does not know, so that no
// step is passed over. Deliberately absent: running them.

export type Step =
  | { readonly do: 'workdir'; readonly path: string }
  | {
      readonly do: 'copy';
      readonly from: string | null;
      readonly owner: string | null;
      readonly paths: readonly string[];
      readonly to: string;
    }
  | { readonly do: 'run'; readonly command: string }
  | { readonly do: 'env'; readonly values: Readonly<Record<string, string>> }
  | { readonly do: 'user'; readonly name: string };

export type Stage = {
  readonly name: string | null;
  readonly image: string;
  readonly steps: readonly Step[];
  readonly healthcheck: string | null;
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
};

export function parseDockerfile(text: string): readonly Stage[] {
  const lines = text
    .replace(/^\s*#.*\n/gm, '')
    .replace(/\\\n/g, ' ')
    .split('\n')
    .filter((line) => line.trim() !== '');
  const stages: { -readonly [Key in keyof Stage]: Stage[Key] }[] = [];
  for (const line of lines) {
    const [, word = '', rest = ''] = /^(\w+)\s+(.*)$/.exec(line.trim()) ?? [];
    if (word === 'FROM') {
      const [image = '', , name = null] = rest.split(/\s+/);
      stages.push({ name, image, steps: [], healthcheck: null, entrypoint: [], command: [] });
      continue;
    }
    const stage = stages.at(-1);
    if (stage === undefined) throw new Error(`Before FROM: ${line}`);
    if (word === 'HEALTHCHECK') stage.healthcheck = rest.replace(/^.*?\bCMD\s+/, '');
    else if (word === 'ENTRYPOINT') stage.entrypoint = JSON.parse(rest);
    else if (word === 'CMD') stage.command = JSON.parse(rest);
    else if (!['EXPOSE', 'VOLUME', 'STOPSIGNAL'].includes(word)) stage.steps = [...stage.steps, parseStep(word, rest)];
  }
  return stages;
}

function parseStep(word: string, rest: string): Step {
  switch (word) {
    case 'WORKDIR':
      return { do: 'workdir', path: rest };
    case 'RUN':
      return { do: 'run', command: rest };
    case 'USER':
      return { do: 'user', name: rest };
    case 'ENV':
      return {
        do: 'env',
        values: Object.fromEntries(rest.split(/\s+/).map((pair) => pair.split('=', 2) as [string, string])),
      };
    case 'COPY': {
      const words = rest.split(/\s+/);
      const flag = (name: string) => words.find((one) => one.startsWith(`--${name}=`))?.split('=')[1] ?? null;
      const paths = words.filter((one) => !one.startsWith('--'));
      const to = paths.pop() ?? '';
      return { do: 'copy', from: flag('from'), owner: flag('chown'), paths, to };
    }
    default:
      throw new Error(`Unknown in our Dockerfile: ${word} ${rest}`);
  }
}
