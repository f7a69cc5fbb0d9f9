//! Draws frames with Direct3D 12: one plain colour, so that a picture of the window shows the overlay and nothing else.
#![allow(unsafe_code)]

use std::mem::ManuallyDrop;
use std::time::{Duration, Instant};

use windows::core::{Interface, Result};
use windows::Win32::Foundation::{CloseHandle, HANDLE, HWND};
use windows::Win32::Graphics::Direct3D::D3D_FEATURE_LEVEL_11_0;
use windows::Win32::Graphics::Direct3D12::*;
use windows::Win32::Graphics::Dxgi::Common::{DXGI_FORMAT, DXGI_FORMAT_UNKNOWN, DXGI_SAMPLE_DESC};
use windows::Win32::Graphics::Dxgi::{
    CreateDXGIFactory2, IDXGIFactory4, IDXGISwapChain3, DXGI_CREATE_FACTORY_FLAGS, DXGI_PRESENT, DXGI_SWAP_CHAIN_DESC1,
    DXGI_SWAP_CHAIN_FLAG, DXGI_SWAP_EFFECT_FLIP_DISCARD, DXGI_USAGE_RENDER_TARGET_OUTPUT,
};
use windows::Win32::System::Threading::{CreateEventW, WaitForSingleObject, INFINITE};

const BUFFERS: u32 = 3;
/// Linear values for 40, 60, 80 of 255.
const BACKGROUND: [f32; 4] = [40.0 / 255.0, 60.0 / 255.0, 80.0 / 255.0, 1.0];

pub struct Renderer {
    device: ID3D12Device,
    queue: ID3D12CommandQueue,
    chain: IDXGISwapChain3,
    heap: ID3D12DescriptorHeap,
    allocator: ID3D12CommandAllocator,
    list: ID3D12GraphicsCommandList,
    fence: ID3D12Fence,
    drawn: HANDLE,
    frame: u64,
}

impl Renderer {
    pub fn new(window: HWND, width: u32, height: u32, format: DXGI_FORMAT) -> Result<Self> {
        // SAFETY: the calls of Microsoft's introduction to Direct3D 12, with data that outlives them.
        unsafe {
            let factory: IDXGIFactory4 = CreateDXGIFactory2(DXGI_CREATE_FACTORY_FLAGS(0))?;
            let adapter = factory.EnumAdapters1(0)?;
            let mut device: Option<ID3D12Device> = None;
            D3D12CreateDevice(&adapter, D3D_FEATURE_LEVEL_11_0, &mut device)?;
            let device = device.ok_or_else(windows::core::Error::empty)?;
            let queue: ID3D12CommandQueue = device.CreateCommandQueue(&D3D12_COMMAND_QUEUE_DESC {
                Type: D3D12_COMMAND_LIST_TYPE_DIRECT,
                ..Default::default()
            })?;
            let wanted = DXGI_SWAP_CHAIN_DESC1 {
                Width: width,
                Height: height,
                Format: format,
                SampleDesc: DXGI_SAMPLE_DESC { Count: 1, Quality: 0 },
                BufferUsage: DXGI_USAGE_RENDER_TARGET_OUTPUT,
                BufferCount: BUFFERS,
                SwapEffect: DXGI_SWAP_EFFECT_FLIP_DISCARD,
                ..Default::default()
            };
            let chain = factory.CreateSwapChainForHwnd(&queue, window, &wanted, None, None)?.cast()?;
            let heap = device.CreateDescriptorHeap(&D3D12_DESCRIPTOR_HEAP_DESC {
                Type: D3D12_DESCRIPTOR_HEAP_TYPE_RTV,
                NumDescriptors: 1,
                ..Default::default()
            })?;
            let allocator: ID3D12CommandAllocator = device.CreateCommandAllocator(D3D12_COMMAND_LIST_TYPE_DIRECT)?;
            let list: ID3D12GraphicsCommandList =
                device.CreateCommandList(0, D3D12_COMMAND_LIST_TYPE_DIRECT, &allocator, None)?;
            list.Close()?;
            let fence = device.CreateFence(0, D3D12_FENCE_FLAG_NONE)?;
            let drawn = CreateEventW(None, false, false, None)?;
            Ok(Self { device, queue, chain, heap, allocator, list, fence, drawn, frame: 0 })
        }
    }

    /// Draws one frame and waits until it is done. Returns how long the call of Present took.
    pub fn draw(&mut self) -> Result<Duration> {
        // SAFETY: as in `new`; nothing is touched while the device works on it, because every frame is waited for.
        unsafe {
            self.allocator.Reset()?;
            self.list.Reset(&self.allocator, None)?;
            let target: ID3D12Resource = self.chain.GetBuffer(self.chain.GetCurrentBackBufferIndex())?;
            let view = self.heap.GetCPUDescriptorHandleForHeapStart();
            self.device.CreateRenderTargetView(&target, None, view);
            self.barrier(&target, D3D12_RESOURCE_STATE_PRESENT, D3D12_RESOURCE_STATE_RENDER_TARGET);
            self.list.ClearRenderTargetView(view, &BACKGROUND, None);
            self.barrier(&target, D3D12_RESOURCE_STATE_RENDER_TARGET, D3D12_RESOURCE_STATE_PRESENT);
            self.list.Close()?;
            self.queue.ExecuteCommandLists(&[Some(self.list.cast()?)]);
            let before = Instant::now();
            self.chain.Present(0, DXGI_PRESENT(0)).ok()?;
            let took = before.elapsed();
            self.wait()?;
            Ok(took)
        }
    }

    pub fn resize(&mut self, width: u32, height: u32) -> Result<()> {
        self.wait()?;
        // SAFETY: no buffer is held between frames.
        unsafe { self.chain.ResizeBuffers(0, width, height, DXGI_FORMAT_UNKNOWN, DXGI_SWAP_CHAIN_FLAG(0)) }
    }

    fn wait(&mut self) -> Result<()> {
        self.frame += 1;
        // SAFETY: the event lives as long as self.
        unsafe {
            self.queue.Signal(&self.fence, self.frame)?;
            self.fence.SetEventOnCompletion(self.frame, self.drawn)?;
            WaitForSingleObject(self.drawn, INFINITE);
        }
        Ok(())
    }

    fn barrier(&self, target: &ID3D12Resource, before: D3D12_RESOURCE_STATES, after: D3D12_RESOURCE_STATES) {
        let mut barrier = D3D12_RESOURCE_BARRIER { Type: D3D12_RESOURCE_BARRIER_TYPE_TRANSITION, ..Default::default() };
        barrier.Anonymous.Transition = ManuallyDrop::new(D3D12_RESOURCE_TRANSITION_BARRIER {
            pResource: ManuallyDrop::new(Some(target.clone())),
            Subresource: D3D12_RESOURCE_BARRIER_ALL_SUBRESOURCES,
            StateBefore: before,
            StateAfter: after,
        });
        // SAFETY: the reference that the barrier holds is given back after the call.
        unsafe {
            self.list.ResourceBarrier(std::slice::from_ref(&barrier));
            let mut transition = ManuallyDrop::into_inner(barrier.Anonymous.Transition);
            ManuallyDrop::drop(&mut transition.pResource);
        }
    }
}

impl Drop for Renderer {
    fn drop(&mut self) {
        let _ = self.wait();
        // SAFETY: nobody waits any more.
        let _ = unsafe { CloseHandle(self.drawn) };
    }
}
