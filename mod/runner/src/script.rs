//! What a player will do after GO: which gates, when, with how many deaths. Read from a file, or made up from a graph, which a real
//! mod never sees: the script is the director's.

use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// Share of the race time that the game's clock counts: loading screens stand still. Never above 1.
const IGT_SHARE: f64 = 0.97;
/// One zone in so many is left by a detour.
const DETOUR_ONE_IN: u64 = 6;

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Script {
    /// In order of time.
    pub steps: Vec<Step>,
    /// Race ms at which the player stops; None: the last step is the finish.
    #[serde(default)]
    pub gives_up_at_ms: Option<i64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    pub flag: u32,
    /// ms since GO.
    pub at_ms: i64,
    pub igt_ms: u32,
    /// So far.
    pub deaths: u32,
    /// No loading screen follows.
    #[serde(default)]
    pub finish: bool,
}

/// Of graph.json, what a way needs. Everything else is ignored.
#[derive(Debug, Clone, Deserialize)]
pub struct Graph {
    nodes: HashMap<String, Node>,
    connections: Vec<Connection>,
    event_map: HashMap<String, String>,
    finish_event: u32,
}

#[derive(Debug, Clone, Deserialize)]
struct Node {
    #[serde(rename = "type")]
    kind: String,
    zones: Vec<String>,
    layer: i64,
}

#[derive(Debug, Clone, Deserialize)]
struct Connection {
    exit_area: String,
    flag_id: u32,
}

pub fn igt_at(race_ms: i64) -> u32 {
    (race_ms.max(0) as f64 * IGT_SHARE) as u32
}

impl Graph {
    /// A random way from the start to the end that takes about `duration_ms`, with detours.
    pub fn plan(&self, duration_ms: i64, dice: &mut Dice) -> Script {
        let way = self.way(dice);
        let weights: Vec<u64> = (0..=way.len()).map(|_| 60 + dice.roll(80)).collect();
        let total: u64 = weights.iter().sum();
        let mut elapsed = 0;
        let mut deaths = 0;
        let mut steps = Vec::new();
        for (&flag, weight) in way.iter().chain([&self.finish_event]).zip(&weights) {
            elapsed += weight;
            deaths += if dice.roll(3) == 0 { 1 + dice.roll(2) as u32 } else { 0 };
            let at_ms = (elapsed as f64 / total as f64 * duration_ms as f64) as i64;
            steps.push(Step { flag, at_ms, igt_ms: igt_at(at_ms), deaths, finish: flag == self.finish_event });
        }
        Script { steps, gives_up_at_ms: None }
    }

    /// Now and then the player looks behind one of the gates first, whichever, and comes back.
    fn way(&self, dice: &mut Dice) -> Vec<u32> {
        let Some((start, _)) = self.nodes.iter().find(|(_, node)| node.kind == "start") else { return Vec::new() };
        let gates = self.gates();
        let mut way = Vec::new();
        let mut at = start.as_str();
        while let Some(onward) = gates.get(at).filter(|onward| !onward.is_empty()) {
            let mut choose = || onward[dice.roll(onward.len() as u64) as usize];
            let ((flag, to), (other, _)) = (choose(), choose());
            if dice.roll(DETOUR_ONE_IN) == 0 {
                way.push(other);
            }
            way.push(flag);
            at = to;
        }
        way
    }

    /// Node -> gates that lead to a higher layer, in a fixed order.
    fn gates(&self) -> HashMap<&str, Vec<(u32, &str)>> {
        let mut gates: HashMap<&str, Vec<(u32, &str)>> = HashMap::new();
        for connection in &self.connections {
            let from = self.node_of(&connection.exit_area);
            let to = self.event_map.get(&connection.flag_id.to_string()).map(String::as_str);
            let (Some((from, source)), Some(to)) = (from, to) else { continue };
            if self.nodes.get(to).is_some_and(|target| target.layer > source.layer) {
                gates.entry(from).or_default().push((connection.flag_id, to));
            }
        }
        for onward in gates.values_mut() {
            onward.sort_unstable();
        }
        gates
    }

    fn node_of(&self, area: &str) -> Option<(&str, &Node)> {
        let named = self.nodes.get_key_value(area);
        let zoned = || {
            let with = self.nodes.iter().filter(|(_, node)| node.zones.iter().any(|zone| zone == area));
            with.min_by_key(|(id, _)| id.as_str())
        };
        named.or_else(zoned).map(|(id, node)| (id.as_str(), node))
    }
}

/// Reproducible: a linear congruential generator is good enough for a script.
#[derive(Debug, Clone)]
pub struct Dice {
    state: u64,
}

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self { state: seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0xD1B5_4A32_D192_ED03 }
    }

    /// 0 to `sides` - 1; 0 where there are none.
    pub fn roll(&mut self, sides: u64) -> u64 {
        self.state = self.state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.state >> 33).checked_rem(sides).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GRAPH: &str = r#"{ "version": "4.4", "finish_event": 9,
        "nodes": { "s": { "type": "start", "zones": ["z"], "layer": 0 }, "a": { "type": "boss_arena", "zones": [], "layer": 1 },
                   "b": { "type": "final_boss", "zones": [], "layer": 2 } },
        "connections": [ { "exit_area": "z", "flag_id": 1 }, { "exit_area": "a", "flag_id": 2 }, { "exit_area": "b", "flag_id": 3 } ],
        "event_map": { "1": "a", "2": "b", "3": "s" } }"#;

    #[test]
    fn a_way_leads_from_the_start_to_the_finish_and_only_forward() {
        let graph: Graph = serde_json::from_str(GRAPH).unwrap();
        for seed in 0..50 {
            let script = graph.plan(60_000, &mut Dice::new(seed));
            let mut flags: Vec<u32> = script.steps.iter().map(|step| step.flag).collect();
            flags.dedup();
            assert_eq!(flags, [1, 2, 9]);
            assert!(script.steps.is_sorted_by_key(|step| (step.at_ms, step.igt_ms, step.deaths)));
            let last = script.steps.last().unwrap();
            assert!(last.finish && last.at_ms == 60_000 && last.igt_ms == 58_200);
            assert_eq!(script, graph.plan(60_000, &mut Dice::new(seed)));
        }
    }

    #[test]
    fn some_look_behind_another_gate_first_and_come_back() {
        let forked = GRAPH
            .replace(r#""b": {"#, r#""c": { "type": "mini_dungeon", "zones": [], "layer": 1 }, "b": {"#)
            .replace(
                r#"{ "exit_area": "b""#,
                r#"{ "exit_area": "z", "flag_id": 4 }, { "exit_area": "c", "flag_id": 5 }, { "exit_area": "b""#,
            )
            .replace(r#""event_map": {"#, r#""event_map": { "4": "c", "5": "b","#);
        let graph: Graph = serde_json::from_str(&forked).unwrap();
        let ways = || (0..50).map(|seed| graph.way(&mut Dice::new(seed)));
        for way in ways() {
            // No gate before one that leads to its zone, and whatever was seen on the way, the end is reached.
            for (at, flag) in way.iter().enumerate() {
                let before = [(2, 1), (5, 4)].into_iter().find(|(gate, _)| gate == flag);
                assert!(before.is_none_or(|(_, gate)| way[..at].contains(&gate)), "{way:?}");
            }
            assert!(matches!(way.last(), Some(2 | 5)), "{way:?}");
        }
        assert!(ways().any(|way| way.contains(&1) && way.contains(&4)));
        assert!(ways().any(|way| way.windows(2).any(|two| two[0] == two[1])), "or the same gate twice");
    }
}
