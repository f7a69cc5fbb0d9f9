// What an organizer or a player did, where a sentence is all there is to say: data, a closed union. Deliberately absent: the sentence.

export type Deed =
  | { readonly did: 'disqualified' | 'held' | 'hold_lifted'; readonly player: string }
  /** `plays`: they race again, rather than having their result back. `reopened`: and so does the race. `anew`: a finish was taken back. */
  | {
      readonly did: 'restored';
      readonly player: string;
      readonly plays: boolean;
      readonly reopened: boolean;
      readonly anew: boolean;
    }
  | { readonly did: 'result_set'; readonly player: string; readonly igtMs: number }
  /** `changed`: names of arguments. `start`: undefined where it was not touched. */
  | { readonly did: 'edited'; readonly changed: readonly string[]; readonly start?: number | null }
  | { readonly did: 'locked' | 'unlocked' | 'announced' | 'reported' | 'map_shown' }
  | { readonly did: 'unforfeited' }
  | { readonly did: 'invited'; readonly person: string; readonly how: 'in' | 'waiting' | 'already' | 'out' }
  /** A link for one Twitch name, for one use; in chat, which says none, it may be the race's own address. */
  | { readonly did: 'invitation_made'; readonly person: string; readonly url: string }
  | { readonly did: 'removed'; readonly person: string; readonly how: 'left_out' | 'out' | 'declined' }
  | { readonly did: 'rerolled'; readonly pool: string; readonly packsOut: boolean; readonly discarded: boolean }
  | {
      readonly did: 'caster_added' | 'caster_removed' | 'organizer_added' | 'organizer_removed';
      readonly person: string;
    }
  | { readonly did: 'home_named' | 'shown' | 'hidden'; readonly channel: string }
  /** `left`: the race's other Twitch channels. */
  | { readonly did: 'home_taken'; readonly channel: string; readonly left: readonly string[] }
  | { readonly did: 'word_off' | 'word_on'; readonly word: string }
  /** `twitch`: a login. */
  | { readonly did: 'unlinked'; readonly discord: string; readonly twitch: string };
export type DeedName = Deed['did'];
