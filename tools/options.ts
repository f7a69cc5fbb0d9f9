// How the tools read numbers from their command lines. Deliberately absent: which options there are.

import { InvalidArgumentError } from 'commander';

/** For commander: a whole number, both ends included. */
export const wholeNumber =
  (least: number, most?: number) =>
  (text: string): number => {
    const number = Number(text);
    const fits = text.trim() !== '' && Number.isSafeInteger(number) && number >= least && number <= (most ?? number);
    if (fits) return number;
    throw new InvalidArgumentError(`a whole number from ${least} ${most === undefined ? 'on' : `to ${most}`}, please.`);
  };
