"""Files such as people choose for their own music, good ones and bad ones, made within seconds."""

import wave
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

RATE = 48_000
Sound = NDArray[np.float32]


def chord(seconds: float, level_db: float, *, swell: float = 0.0) -> Sound:
    """Two sides of a chord, in dB below full scale at its highest; `swell`: dB that it comes and goes by."""
    t = np.arange(int(seconds * RATE)) / RATE
    notes = sum(np.sin(2 * np.pi * hertz * t + hertz) for hertz in (196.0, 294.0, 440.0, 587.0)) / 4
    gain = 10 ** ((level_db - swell * (0.5 + 0.5 * np.cos(2 * np.pi * t / 12))) / 20)
    return np.stack([notes * gain, notes * gain * 0.9]).astype(np.float32)


def as_wav(path: Path, sound: Sound) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(len(sound))
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((np.clip(sound.T, -1, 1) * 32767).astype("<i2").tobytes())
    return path


def encoded(path: Path, codec: str, sound: Sound, *, times: int = 1) -> Path:
    """As one of the kinds that music is sold and shared in; `times`: the same again, without encoding it again."""
    packets: list[av.Packet] = []
    with av.open(str(path), "w") as file:
        stream: Any = file.add_stream(codec, rate=RATE, layout="stereo")
        if codec != "libopus":
            stream.bit_rate = 128_000
        frame = av.AudioFrame.from_ndarray(sound, format="fltp", layout="stereo")
        frame.sample_rate, frame.pts, frame.time_base = RATE, 0, Fraction(1, RATE)
        resampler = av.AudioResampler(format=stream.format, layout="stereo", rate=RATE, frame_size=stream.frame_size)
        for each in [*resampler.resample(frame), *resampler.resample(None)]:
            packets += stream.encode(each)
        packets += stream.encode(None)
        length = sum(packet.duration for packet in packets)
        kept = [(bytes(packet), packet.pts, packet.duration, packet.time_base) for packet in packets]
        for turn in range(times):
            for data, pts, duration, base in kept:
                again = av.Packet(data)
                again.pts = again.dts = pts + turn * length
                again.duration, again.time_base, again.stream = duration, base, stream
                file.mux(again)
    return path


def of_hours(path: Path, hours: float) -> Path:
    """A small file whose head says that it lasts for hours, as an audiobook's does."""
    encoded(path, "aac", chord(1, -20))
    whole = path.read_bytes()
    with av.open(str(path)) as read:
        packets = [(bytes(one), one.duration, one.time_base) for one in read.demux(audio=0) if one.size]
        template = read.streams.audio[0]
        with av.open(str(path.with_suffix(".new.m4a")), "w") as file:
            stream = file.add_stream_from_template(template)
            for number, (data, duration, base) in enumerate(packets):
                packet = av.Packet(data)
                packet.pts = packet.dts = int(number * hours * 3600 / len(packets) / base)
                packet.duration, packet.time_base, packet.stream = duration, base, stream
                file.mux(packet)
    path.with_suffix(".new.m4a").replace(path)
    assert len(path.read_bytes()) < 4 * len(whole)
    return path


def locked(path: Path, of: Path) -> Path:
    """The same with the name that encrypted sound has."""
    path.write_bytes(of.read_bytes().replace(b"mp4a", b"enca", 1))
    return path
