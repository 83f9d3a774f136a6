"""How long a class takes for a way whose time by car is known."""


def class_duration_s(distance_m: int, by_car_s: int, speed_kmh: int) -> int:
    """No class is faster than the traffic, nor than its own speed."""
    return max(by_car_s, round(distance_m * 3.6 / speed_kmh))
