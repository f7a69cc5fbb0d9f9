// English: what administrators are told of the service itself.

export const alert = (sentences: readonly string[]): string =>
  ['The race service needs you:', ...sentences.map((sentence) => `• ${sentence}`)].join('\n');
