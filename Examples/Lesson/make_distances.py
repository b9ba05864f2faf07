"""Writes distances.csv and airports.csv: great-circle miles between all pairs of the airports below.

  python3 Examples/Lesson/make_distances.py [FOLDER]

The positions are public facts, rounded to four decimals of a degree: some ten metres. The earth is taken for a
sphere of its mean radius, as a globe on a desk is.
"""
import csv
import math
import pathlib
import sys

MILES = 3958.7613
AIRPORTS = [
    # code, latitude, longitude, city
    ("ABQ", 35.0389, -106.6083, "Albuquerque"),
    ("ALB", 42.7491, -73.8020, "Albany"),
    ("AMA", 35.2194, -101.7059, "Amarillo"),
    ("ATL", 33.6367, -84.4279, "Atlanta"),
    ("AUS", 30.1945, -97.6699, "Austin"),
    ("BDL", 41.9390, -72.6843, "Hartford"),
    ("BHM", 33.5639, -86.7523, "Birmingham"),
    ("BNA", 36.1245, -86.6782, "Nashville"),
    ("BOI", 43.5644, -116.2229, "Boise"),
    ("BOS", 42.3629, -71.0064, "Boston"),
    ("BTV", 44.4720, -73.1533, "Burlington"),
    ("BUF", 42.9404, -78.7306, "Buffalo"),
    ("BUR", 34.2007, -118.3587, "Burbank"),
    ("BWI", 39.1757, -76.6690, "Baltimore"),
    ("BZN", 45.7772, -111.1503, "Bozeman"),
    ("CHS", 32.8986, -80.0405, "Charleston"),
    ("CLE", 41.4094, -81.8547, "Cleveland"),
    ("CLT", 35.2132, -80.9514, "Charlotte"),
    ("CMH", 39.9969, -82.8922, "Columbus"),
    ("COS", 38.8058, -104.7008, "Colorado Springs"),
    ("CRP", 27.7722, -97.5024, "Corpus Christi"),
    ("CVG", 39.0488, -84.6678, "Cincinnati"),
    ("DAL", 32.8459, -96.8509, "Dallas"),
    ("DCA", 38.8514, -77.0377, "Washington"),
    ("DEN", 39.8617, -104.6732, "Denver"),
    ("DFW", 32.8972, -97.0377, "Dallas"),
    ("DSM", 41.5340, -93.6631, "Des Moines"),
    ("DTW", 42.2124, -83.3534, "Detroit"),
    ("ELP", 31.8073, -106.3764, "El Paso"),
    ("EWR", 40.6925, -74.1687, "Newark"),
    ("FAR", 46.9206, -96.8157, "Fargo"),
    ("FAT", 36.7766, -119.7188, "Fresno"),
    ("FLL", 26.0717, -80.1497, "Fort Lauderdale"),
    ("FSD", 43.5820, -96.7419, "Sioux Falls"),
    ("GEG", 47.6190, -117.5352, "Spokane"),
    ("GRR", 42.8808, -85.5228, "Grand Rapids"),
    ("HOU", 29.6458, -95.2772, "Houston"),
    ("IAD", 38.9475, -77.4599, "Washington"),
    ("IAH", 29.9844, -95.3414, "Houston"),
    ("ICT", 37.6500, -97.4330, "Wichita"),
    ("IND", 39.7173, -86.2946, "Indianapolis"),
    ("JAN", 32.3112, -90.0759, "Jackson"),
    ("JAX", 30.4940, -81.6878, "Jacksonville"),
    ("JFK", 40.6399, -73.7787, "New York"),
    ("LAS", 36.0803, -115.1524, "Las Vegas"),
    ("LAX", 33.9425, -118.4080, "Los Angeles"),
    ("LBB", 33.6637, -101.8206, "Lubbock"),
    ("LGA", 40.7772, -73.8726, "New York"),
    ("LIT", 34.7294, -92.2248, "Little Rock"),
    ("MCI", 39.2976, -94.7139, "Kansas City"),
    ("MCO", 28.4294, -81.3090, "Orlando"),
    ("MDW", 41.7856, -87.7527, "Chicago"),
    ("MEM", 35.0424, -89.9767, "Memphis"),
    ("MIA", 25.7954, -80.2901, "Miami"),
    ("MKE", 42.9469, -87.8971, "Milwaukee"),
    ("MSO", 46.9163, -114.0906, "Missoula"),
    ("MSP", 44.8820, -93.2218, "Minneapolis"),
    ("MSY", 29.9933, -90.2590, "New Orleans"),
    ("OAK", 37.7213, -122.2212, "Oakland"),
    ("OKC", 35.3931, -97.6008, "Oklahoma City"),
    ("OMA", 41.3032, -95.8941, "Omaha"),
    ("ONT", 34.0560, -117.6012, "Ontario, California"),
    ("ORD", 41.9769, -87.9082, "Chicago"),
    ("ORF", 36.8956, -76.1989, "Norfolk"),
    ("PBI", 26.6832, -80.0956, "West Palm Beach"),
    ("PDX", 45.5887, -122.5969, "Portland, Oregon"),
    ("PHL", 39.8721, -75.2407, "Philadelphia"),
    ("PHX", 33.4343, -112.0116, "Phoenix"),
    ("PIT", 40.4914, -80.2327, "Pittsburgh"),
    ("PVD", 41.7223, -71.4277, "Providence"),
    ("PWM", 43.6456, -70.3086, "Portland, Maine"),
    ("RDU", 35.8776, -78.7875, "Raleigh"),
    ("RIC", 37.5052, -77.3197, "Richmond"),
    ("RNO", 39.4991, -119.7681, "Reno"),
    ("ROC", 43.1191, -77.6719, "Rochester"),
    ("RSW", 26.5362, -81.7552, "Fort Myers"),
    ("SAN", 32.7336, -117.1897, "San Diego"),
    ("SAT", 29.5340, -98.4691, "San Antonio"),
    ("SAV", 32.1276, -81.2021, "Savannah"),
    ("SDF", 38.1741, -85.7365, "Louisville"),
    ("SEA", 47.4499, -122.3118, "Seattle"),
    ("SFO", 37.6188, -122.3754, "San Francisco"),
    ("SHV", 32.4465, -93.8260, "Shreveport"),
    ("SJC", 37.3630, -121.9286, "San Jose"),
    ("SLC", 40.7884, -111.9778, "Salt Lake City"),
    ("SMF", 38.6954, -121.5908, "Sacramento"),
    ("SNA", 33.6757, -117.8682, "Santa Ana"),
    ("STL", 38.7487, -90.3700, "St. Louis"),
    ("SYR", 43.1112, -76.1063, "Syracuse"),
    ("TPA", 27.9755, -82.5332, "Tampa"),
    ("TUL", 36.1984, -95.8881, "Tulsa"),
    ("TUS", 32.1171, -110.9415, "Tucson"),
]


def miles(a, b):
    """Along the great circle, by the haversine."""
    (y1, x1), (y2, x2) = [(math.radians(place[1]), math.radians(place[2])) for place in (a, b)]
    h = math.sin((y2 - y1) / 2) ** 2 + math.cos(y1) * math.cos(y2) * math.sin((x2 - x1) / 2) ** 2
    return 2 * MILES * math.asin(math.sqrt(h))


def main():
    folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent)
    with open(folder / "airports.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["code", "lon", "lat", "city"])
        for code, latitude, longitude, city in AIRPORTS:
            writer.writerow([code, f"{longitude:.4f}", f"{latitude:.4f}", city])
    with open(folder / "distances.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["from", "to", "miles"])
        for a in AIRPORTS:
            for b in AIRPORTS:
                if a is not b:
                    writer.writerow([a[0], b[0], f"{miles(a, b):.1f}"])


if __name__ == "__main__":
    main()
