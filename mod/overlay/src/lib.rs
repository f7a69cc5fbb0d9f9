//! speedfog_race.dll.
#![cfg(windows)]
use hudhook::*;
pub struct Hello;
impl ImguiRenderLoop for Hello {
    fn render(&mut self, ui: &mut imgui::Ui) {
        ui.window("hello")
            .position([20., 20.], imgui::Condition::Always)
            .size([320., 200.], imgui::Condition::Always)
            .build(|| ui.text("Hello, hello!"));
    }
}
hudhook::hudhook!(hooks::dx12::ImguiDx12Hooks, Hello);
