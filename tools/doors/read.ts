// What one source file imports and says, read from its syntax tree: strings and comments that only look like it do not count.
// Judges nothing.
import { parseSync, Visitor } from 'oxc-parser';

export type Import = {
  line: number;
  /** As written; undefined where it is computed. */
  from: string | undefined;
  /** Gone at run time: `import type`. (`import { type A }` is not: the module still loads.) */
  typeOnly: boolean;
};

export type Source = {
  imports: Import[];
  defaultExports: number[];
  /** Identifiers, members of globals and keywords that a pure room might not be allowed to say, with their lines. */
  words: { word: string; line: number }[];
};

/** Throws when the file does not parse. */
export function readSource(path: string, text: string): Source {
  const { program, errors } = parseSync(path, text);
  const [problem] = errors;
  if (problem !== undefined) throw new Error(`${path} does not parse: ${problem.message}`);
  const source: Source = { imports: [], defaultExports: [], words: [] };
  const lineOf = (node: { start: number }) => text.slice(0, node.start).split('\n').length;
  const addImport = (node: { start: number }, from: unknown, typeOnly: boolean) =>
    source.imports.push({ line: lineOf(node), from: typeof from === 'string' ? from : undefined, typeOnly });
  const addWord = (node: { start: number }, word: string) => source.words.push({ word, line: lineOf(node) });

  new Visitor({
    ImportDeclaration: (node) => addImport(node, node.source.value, node.importKind === 'type'),
    ExportAllDeclaration: (node) => addImport(node, node.source.value, node.exportKind === 'type'),
    ExportNamedDeclaration: (node) => {
      if (node.source !== null) addImport(node, node.source.value, node.exportKind === 'type');
      const named = node.specifiers.some(({ exported }) => 'name' in exported && exported.name === 'default');
      if (named) source.defaultExports.push(lineOf(node));
    },
    ExportDefaultDeclaration: (node) => source.defaultExports.push(lineOf(node)),
    ImportExpression: (node) => addImport(node, 'value' in node.source ? node.source.value : undefined, false),
    TSImportType: (node) => addImport(node, node.source.value, true),
    CallExpression: (node) => {
      if (node.callee.type !== 'Identifier') return;
      addWord(node, node.callee.name);
      if (node.callee.name !== 'require') return;
      const [from] = node.arguments;
      addImport(node, from?.type === 'Literal' ? from.value : undefined, false);
    },
    AwaitExpression: (node) => addWord(node, 'await'),
    ForOfStatement: (node) => {
      if (node.await) addWord(node, 'await');
    },
    NewExpression: (node) => {
      if (node.callee.type === 'Identifier' && node.arguments.length === 0) addWord(node, `new ${node.callee.name}()`);
    },
    MemberExpression: (node) => {
      if (node.object.type !== 'Identifier') return;
      addWord(node, node.object.name);
      if (node.property.type === 'Identifier') addWord(node, `${node.object.name}.${node.property.name}`);
    },
  }).visit(program);
  return source;
}
